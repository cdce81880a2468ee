package io.streamflow.testing;

import io.streamflow.spi.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What is known of a source that is checked.
 *
 * @param fresh makes one over prepared input
 * @param expected what it holds, items of one partition in their order
 * @param bounded whether it ends behind it
 * @param rejected how many records cannot be decoded
 * @param seeds how many runs are tried where chance decides
 * @param serializable whether it can be brought to another process
 */
record SourceInput<T>(
    Fresh<Source<T>> fresh,
    List<T> expected,
    boolean bounded,
    int rejected,
    int seeds,
    boolean serializable) {

  SourceInput<T> rejecting(int records) {
    return new SourceInput<>(fresh, expected, bounded, records, seeds, serializable);
  }

  SourceInput<T> seeds(int number) {
    return new SourceInput<>(fresh, expected, bounded, rejected, number, serializable);
  }

  SourceInput<T> inOneJvm() {
    return new SourceInput<>(fresh, expected, bounded, rejected, seeds, false);
  }

  /** Compares what came, partition by partition, with what should be there. */
  void requireExpected(Collection<List<Handed<T>>> partitions, Trial trial) {
    List<T> all = new ArrayList<>();
    partitions.forEach(partition -> partition.forEach(handed -> all.add(handed.item())));
    Items.requireSame(expected, all, trial);
    for (List<Handed<T>> partition : partitions) {
      List<T> items = partition.stream().map(Handed::item).toList();
      if (!isInOrder(items)) {
        throw trial.broken(
            Clause.IN_ORDER, "the items of a partition come out of their order", expected, items);
      }
    }
  }

  /** Whether these are items of the whole, in their order. */
  private boolean isInOrder(List<T> items) {
    int at = 0;
    for (T item : items) {
      while (at < expected.size() && !expected.get(at).equals(item)) {
        at++;
      }
      if (at++ == expected.size()) {
        return false;
      }
    }
    return true;
  }
}
