package io.streamflow.state;

import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * How each value of a state, or most of them, is a few whole numbers, so that a table keeps these
 * beside their keys, and no object has to be fetched for them.
 *
 * @param <V> the objects that a codec, or who does not ask for numbers, gets
 */
public interface NumberForm<V> {

  /** How many numbers a value is; at least one. */
  int count();

  /** Whether a value can be told by numbers. Of a form with one number, any. */
  boolean fits(V value);

  /** Makes the object for the numbers from {@code at} on. */
  V box(long[] longs, int at);

  /** Puts the numbers of a value that {@link #fits} from {@code at} on. */
  void unbox(V value, long[] longs, int at);

  /** One number for each value. */
  static <V> NumberForm<V> one(LongFunction<V> box, ToLongFunction<V> unbox) {
    return new OneNumber<>(box, unbox);
  }
}
