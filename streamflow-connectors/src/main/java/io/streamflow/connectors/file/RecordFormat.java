package io.streamflow.connectors.file;

import io.streamflow.connectors.json.Json;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;

/**
 * What a file's records are: how they are told apart, and what becomes of them.
 *
 * @param <T> the items
 */
sealed interface RecordFormat<T> extends Serializable {

  /** What tells the records of one file apart. */
  default RecordBoundary boundary() {
    return new LineBoundary();
  }

  /** A decoder for one file from its beginning. */
  RecordDecoder<T> decoder();

  /** The type of the items, where it can be told. */
  default Optional<Type> itemType() {
    return Optional.empty();
  }

  /** Whether the first record tells how to read the others. */
  default boolean hasHeader() {
    return false;
  }

  /**
   * The same with another character between the fields of a record.
   *
   * @throws IllegalStateException when the records have no fields
   */
  default RecordFormat<T> delimitedBy(char other) {
    throw new IllegalStateException("only csv files have a delimiter, not lines or JSON lines");
  }

  /** Every line is an item. */
  record Lines() implements RecordFormat<String> {
    @Override
    public RecordDecoder<String> decoder() {
      return line -> line;
    }

    @Override
    public Optional<Type> itemType() {
      return Optional.of(String.class);
    }
  }

  /** Every line that is not blank is a JSON document. */
  record JsonLines<T>(Json<T> json) implements RecordFormat<T> {
    @Override
    public RecordDecoder<T> decoder() {
      return line -> line.isBlank() ? null : json.parse(line);
    }

    @Override
    public Optional<Type> itemType() {
      return Optional.of(json.type());
    }
  }

  /** CSV with a header, as objects whose properties are named like the columns. */
  record CsvObjects<T>(Class<T> type, char delimiter) implements RecordFormat<T> {
    @Override
    public RecordFormat<T> delimitedBy(char other) {
      return new CsvObjects<>(type, other);
    }

    @Override
    public RecordBoundary boundary() {
      return new CsvBoundary(delimiter);
    }

    @Override
    public RecordDecoder<T> decoder() {
      return CsvDecoder.of(type, delimiter);
    }

    @Override
    public Optional<Type> itemType() {
      return Optional.of(type);
    }

    @Override
    public boolean hasHeader() {
      return true;
    }
  }

  /** CSV with a header, as maps from column to text. */
  record CsvMaps(char delimiter) implements RecordFormat<Map<String, String>> {
    @Override
    public RecordFormat<Map<String, String>> delimitedBy(char other) {
      return new CsvMaps(other);
    }

    @Override
    public RecordBoundary boundary() {
      return new CsvBoundary(delimiter);
    }

    @Override
    public RecordDecoder<Map<String, String>> decoder() {
      return CsvDecoder.ofMaps(delimiter);
    }

    @Override
    public boolean hasHeader() {
      return true;
    }
  }
}
