package io.streamflow.connectors.file;

import io.streamflow.connectors.json.Json;
import java.io.Serializable;
import java.util.Map;

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

  /** Whether the first record tells how to read the others. */
  default boolean hasHeader() {
    return false;
  }

  /** Every line is an item. */
  record Lines() implements RecordFormat<String> {
    @Override
    public RecordDecoder<String> decoder() {
      return line -> line;
    }
  }

  /** Every line that is not blank is a JSON document. */
  record JsonLines<T>(Json<T> json) implements RecordFormat<T> {
    @Override
    public RecordDecoder<T> decoder() {
      return line -> line.isBlank() ? null : json.parse(line);
    }
  }

  /** CSV with a header, as objects whose properties are named like the columns. */
  record CsvObjects<T>(Class<T> type) implements RecordFormat<T> {
    @Override
    public RecordBoundary boundary() {
      return new CsvBoundary();
    }

    @Override
    public RecordDecoder<T> decoder() {
      return CsvDecoder.of(type);
    }

    @Override
    public boolean hasHeader() {
      return true;
    }
  }

  /** CSV with a header, as maps from column to text. */
  record CsvMaps() implements RecordFormat<Map<String, String>> {
    @Override
    public RecordBoundary boundary() {
      return new CsvBoundary();
    }

    @Override
    public RecordDecoder<Map<String, String>> decoder() {
      return CsvDecoder.ofMaps();
    }

    @Override
    public boolean hasHeader() {
      return true;
    }
  }
}
