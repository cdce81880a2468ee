package io.streamflow.testing;

import io.streamflow.function.IndexFunction;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What is known of a sink that is checked.
 *
 * @param fresh makes a target
 * @param stalled makes a target that does not answer
 * @param item makes the item of a number
 * @param refused an item that the sink cannot take
 * @param ordered whether the target keeps the order of a writer's items
 * @param late whether output may show later than its checkpoint is complete
 * @param seeds how many runs are tried where chance decides
 * @param serializable whether it can be brought to another process
 */
record SinkInput<T>(
    Fresh<SinkTarget<T>> fresh,
    Optional<Fresh<SinkTarget<T>>> stalled,
    IndexFunction<T> item,
    Optional<T> refused,
    boolean ordered,
    boolean late,
    int seeds,
    boolean serializable) {

  SinkInput<T> unordered() {
    return new SinkInput<>(fresh, stalled, item, refused, false, late, seeds, serializable);
  }

  SinkInput<T> showingLater() {
    return new SinkInput<>(fresh, stalled, item, refused, ordered, true, seeds, serializable);
  }

  SinkInput<T> refusing(T bad) {
    return new SinkInput<>(
        fresh, stalled, item, Optional.of(bad), ordered, late, seeds, serializable);
  }

  SinkInput<T> stalled(Fresh<SinkTarget<T>> target) {
    return new SinkInput<>(
        fresh, Optional.of(target), item, refused, ordered, late, seeds, serializable);
  }

  SinkInput<T> seeds(int number) {
    return new SinkInput<>(fresh, stalled, item, refused, ordered, late, number, serializable);
  }

  SinkInput<T> inOneJvm() {
    return new SinkInput<>(fresh, stalled, item, refused, ordered, late, seeds, false);
  }

  /** Items from one number up to another. */
  List<T> items(int from, int to) {
    return LongStream.range(from, to)
        .mapToObj(number -> {
          try {
            return item.at(number);
          } catch (Exception e) {
            throw new IllegalStateException("item " + number + " cannot be made: " + e, e);
          }
        })
        .toList();
  }
}
