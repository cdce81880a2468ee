package io.streamflow.testing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source gives when it is simply read, found out once. Other ways to read it are compared
 * with this, and only one check compares it with what should be there, so that each fault shows
 * where it belongs. Any thread.
 */
final class PlainReading<T> {
  private final SourceInput<T> input;
  private @Nullable List<T> items;

  PlainReading(SourceInput<T> input) {
    this.input = input;
  }

  /** All items. */
  synchronized List<T> items(Trial trial) throws Exception {
    List<T> known = items;
    if (known == null) {
      known = new ArrayList<>();
      for (List<Handed<T>> partition :
          new TriedSource<>(input.fresh().make(), input, trial).readAll().values()) {
        for (Handed<T> handed : partition) {
          known.add(handed.item());
        }
      }
      items = known;
    }
    return known;
  }

  /** Readers of all partitions have given the same. */
  void requireSame(List<TriedReader<T>> readers, Trial trial) throws Exception {
    List<T> seen = new ArrayList<>();
    for (TriedReader<T> reader : readers) {
      reader.items().forEach(handed -> seen.add(handed.item()));
    }
    Items.requireSame(items(trial), seen, trial);
  }
}
