package io.streamflow.connectors.file;

import io.streamflow.function.MapFunction;
import java.io.Serializable;

/**
 * What a sink's lines are.
 *
 * @param <T> the items
 */
sealed interface LineFormat<T> extends Serializable {

  /** Makes the lines of one writer. */
  LineEncoder<T> encoder();

  /**
   * The same with another character between the fields of a line.
   *
   * @throws IllegalStateException when the lines have no fields
   */
  default LineFormat<T> delimitedBy(char delimiter) {
    throw new IllegalStateException("only csv files have a delimiter, not lines or JSON lines");
  }

  /**
   * Makes lines. Used by one thread.
   *
   * @param <T> the items
   */
  interface LineEncoder<T> {
    /** What every file begins with; empty, or whole lines. */
    default String header() {
      return "";
    }

    /** The line of an item, without the newline at its end. */
    String line(T item) throws Exception;
  }

  /**
   * A function makes the line.
   *
   * @param line the function
   */
  record Text<T>(MapFunction<? super T, String> line) implements LineFormat<T> {
    @Override
    public LineEncoder<T> encoder() {
      return item -> {
        String text = line.apply(item);
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
          throw new IllegalArgumentException(
              "an item written as a line must not hold a line break");
        }
        return text;
      };
    }
  }

  /** CSV with a header, of the properties of a class. */
  record Csv<T>(Class<T> type, char delimiter) implements LineFormat<T> {
    @Override
    public LineEncoder<T> encoder() {
      return new CsvLines<>(type, delimiter);
    }

    @Override
    public LineFormat<T> delimitedBy(char other) {
      return new Csv<>(type, other);
    }
  }
}
