package io.streamflow.local;

import io.streamflow.function.IndexFunction;
import io.streamflow.spi.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** Sources that need nothing outside the JVM. */
public final class Sources {
  private Sources() {}

  /** The numbers 0, 1, 2 and so on, {@code perSecond} of them a second, for {@code duration}. */
  public static Generator<Long> generator(long perSecond, Duration duration) {
    return generator(perSecond, duration, index -> index);
  }

  /**
   * Generated items, {@code perSecond} of them a second, for {@code duration}. A reader that falls
   * behind catches up: exactly as many items come as the two say.
   *
   * @throws IllegalArgumentException when the rate is under 1, or the duration negative
   */
  public static <T> Generator<T> generator(
      long perSecond, Duration duration, IndexFunction<T> function) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("rate per second must be at least 1, but is " + perSecond);
    }
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration must not be negative, but is " + duration);
    }
    double count = Math.floor(perSecond * (duration.toMillis() / 1000.0));
    return new Generator<>(
        function, count >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) count, perSecond, 1);
  }

  /** So many generated items, as fast as they are taken. */
  public static <T> Generator<T> generate(long count, IndexFunction<T> function) {
    if (count < 0) {
      throw new IllegalArgumentException("count must not be negative, but is " + count);
    }
    return new Generator<>(function, count, Generator.UNLIMITED, 1);
  }

  /** Generated items without end, as fast as they are taken. */
  public static <T> Generator<T> generate(IndexFunction<T> function) {
    return generate(Long.MAX_VALUE, function);
  }

  /** These items. */
  @SafeVarargs
  public static <T> Source<T> of(T... items) {
    List<T> copy = new ArrayList<>(items.length);
    for (T item : items) {
      copy.add(Objects.requireNonNull(item, "an item is null"));
    }
    return from(copy);
  }

  /**
   * The elements of {@code items}, iterated anew by every job; must give the same elements in the
   * same order each time.
   */
  public static <T> Source<T> from(Iterable<? extends T> items) {
    return new IterableSource<>(Objects.requireNonNull(items, "items"));
  }

  /** The rest of {@code items}, once: a second job finds the source used up and is refused. */
  public static <T> Source<T> once(Iterator<? extends T> items) {
    return new IteratorSource<>(Objects.requireNonNull(items, "items"));
  }

  /**
   * A queue that the application offers items into; holds up to {@code capacity} of them.
   *
   * @throws IllegalArgumentException when {@code capacity} is under 1
   */
  public static <T> QueueSource<T> queue(int capacity) {
    return new QueueSource<>(capacity);
  }
}
