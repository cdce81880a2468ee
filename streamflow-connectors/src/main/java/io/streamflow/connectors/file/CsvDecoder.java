package io.streamflow.connectors.file;

import io.streamflow.connectors.jackson.FailureText;
import io.streamflow.connectors.jackson.PrimitivesRequired;
import io.streamflow.connectors.jackson.UtcInstants;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * Decodes CSV records by the column names of the header, which is the first record it is shown. The
 * records are told apart before; Jackson takes each apart into fields and fits them to the class.
 *
 * @param <T> the items
 */
final class CsvDecoder<T> implements RecordDecoder<T> {
  private final ObjectReader rows;
  private final ObjectReader headers;
  private final CsvComponents components;
  private final char delimiter;
  private final String what;
  private @Nullable ObjectReader byColumn;

  private CsvDecoder(
      CsvMapper mapper, ObjectReader rows, CsvComponents components, char delimiter, String what) {
    this.rows = rows;
    this.components = components;
    this.delimiter = delimiter;
    this.headers =
        mapper
            .readerFor(String[].class)
            .with(CsvReadFeature.WRAP_AS_ARRAY)
            .with(CsvSchema.emptySchema().withColumnSeparator(delimiter));
    this.what = what;
  }

  static <T> CsvDecoder<T> of(Class<T> type, char delimiter) {
    CsvMapper mapper = mapper();
    return new CsvDecoder<>(
        mapper,
        mapper.readerFor(type),
        CsvComponents.of(type, mapper),
        delimiter,
        type.getSimpleName());
  }

  static CsvDecoder<Map<String, String>> ofMaps(char delimiter) {
    CsvMapper mapper = mapper();
    return new CsvDecoder<>(
        mapper, mapper.readerForMapOf(String.class), CsvComponents.NONE, delimiter, "the record");
  }

  private static CsvMapper mapper() {
    return CsvMapper.builder()
        .annotationIntrospector(new PrimitivesRequired())
        .addModule(UtcInstants.module())
        .enable(CsvReadFeature.FAIL_ON_MISSING_COLUMNS)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .build();
  }

  @Override
  public @Nullable T decode(String record) throws IOException {
    if (record.isBlank() && record.indexOf(delimiter) < 0) {
      return null;
    }
    try {
      if (byColumn == null) {
        List<String> columns = columns(record);
        CsvSchema schema = schema(columns);
        components.check(columns, delimiter);
        byColumn = rows.with(schema);
        return null;
      }
      return byColumn.readValue(record);
    } catch (JacksonException e) {
      String path = FailureText.path(e);
      String column = path.isEmpty() ? "" : " in column " + path;
      throw new IOException("cannot read " + what + column + ": " + FailureText.reason(e));
    }
  }

  @Override
  public boolean expectsHeader() {
    return byColumn == null;
  }

  private List<String> columns(String header) throws IOException {
    try (MappingIterator<String[]> lines = headers.readValues(header)) {
      return Stream.of(lines.next()).map(String::strip).toList();
    } catch (JacksonException e) {
      throw new UnusableFileException("the header is not CSV: " + FailureText.reason(e));
    }
  }

  private CsvSchema schema(List<String> columns) throws UnusableFileException {
    Set<String> seen = new HashSet<>();
    CsvSchema.Builder schema = CsvSchema.builder().setColumnSeparator(delimiter);
    for (String column : columns) {
      if (column.isEmpty() || !seen.add(column)) {
        String why = column.isEmpty() ? "has a column without a name" : "names a column twice";
        throw new UnusableFileException("the header " + why + ": " + columns);
      }
      schema.addColumn(column);
    }
    return schema.build();
  }
}
