package io.streamflow.spi;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The order of what a sorted set or map holds. Pure functions. */
final class SortedOrder {
  private SortedOrder() {}

  /**
   * Refuses any order but the natural one: a comparator is code, and would be lost.
   *
   * @throws IllegalArgumentException when there is another
   */
  static void refuseOther(String type, @Nullable Comparator<?> comparator) {
    if (comparator != null && !comparator.equals(Comparator.naturalOrder())) {
      throw new IllegalArgumentException(
          "a %s with a comparator of its own cannot be written, since what is read has the natural order of its elements: leave the comparator out, or write a codec for what holds it"
              .formatted(type));
    }
  }
}
