package io.streamflow.connectors.file;

import io.streamflow.connectors.jackson.FailureText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;
import tools.jackson.dataformat.csv.CsvWriteFeature;

/**
 * Makes CSV of objects, with a header of their components' names, such as {@link CsvDecoder} reads.
 *
 * @param <T> the items
 */
final class CsvLines<T> implements LineFormat.LineEncoder<T> {
  private final String what;
  private final char delimiter;
  private final ObjectWriter rows;
  private final String header;

  CsvLines(Class<T> type, char delimiter) {
    this.what = type.getSimpleName();
    this.delimiter = delimiter;
    CsvMapper mapper =
        CsvMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(CsvWriteFeature.STRICT_CHECK_FOR_QUOTING)
            .build();
    CsvSchema schema = form(mapper.schemaFor(type));
    List<String> columns = new ArrayList<>();
    schema.forEach(column -> columns.add(column.getName()));
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(what + " has no components to make columns of");
    }
    this.rows = mapper.writerFor(type).with(schema);
    this.header =
        mapper
            .writerFor(String[].class)
            .with(form(CsvSchema.emptySchema()))
            .writeValueAsString(columns.toArray(String[]::new));
  }

  private CsvSchema form(CsvSchema schema) {
    return schema.withColumnSeparator(delimiter).withLineSeparator("\n");
  }

  @Override
  public String header() {
    return header;
  }

  @Override
  public String line(T item) throws IOException {
    try {
      String record = rows.writeValueAsString(Objects.requireNonNull(item, "item"));
      String line = record.substring(0, record.length() - 1);
      // A blank line is no record to a reader, but a quoted field is one.
      return line.isBlank() && line.indexOf(delimiter) < 0 ? '"' + line + '"' : line;
    } catch (JacksonException e) {
      String path = FailureText.path(e);
      String column = path.isEmpty() ? "" : " in column " + path;
      throw new IOException(
          "cannot write " + what + " as CSV" + column + ": " + FailureText.reason(e), e);
    }
  }
}
