package io.streamflow.job;

import java.util.function.Function;

/**
 * How values of one type are written as text.
 *
 * @param type what such a text is called
 * @param reading from a text; spaces around it do not count
 * @param printing to a text that {@code reading} takes
 */
record TextForm<T>(String type, Reading<T> reading, Function<T, String> printing) {

  /** Makes a value of a text. */
  @FunctionalInterface
  interface Reading<T> {
    T read(String text) throws UnreadableText;
  }
}
