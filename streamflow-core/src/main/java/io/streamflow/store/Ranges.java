package io.streamflow.store;

import io.streamflow.state.EpochWrites.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ranges of keys in order, none of which is empty, overlaps another or touches it. Immutable. */
final class Ranges {
  static final Ranges NONE = new Ranges(List.of());

  private final List<Range> sorted;

  private Ranges(List<Range> sorted) {
    this.sorted = sorted;
  }

  /** What the ranges cover together. */
  static Ranges of(List<Range> ranges) {
    if (ranges.isEmpty()) {
      return NONE;
    }
    List<Range> ordered = new ArrayList<>(ranges);
    ordered.sort(Comparator.comparing(Range::from, Arrays::compareUnsigned));
    List<Range> joined = new ArrayList<>();
    for (Range range : ordered) {
      if (Arrays.compareUnsigned(range.from(), range.to()) >= 0) {
        continue;
      }
      Range last = joined.isEmpty() ? null : joined.getLast();
      if (last == null || Arrays.compareUnsigned(last.to(), range.from()) < 0) {
        joined.add(range);
      } else if (Arrays.compareUnsigned(last.to(), range.to()) < 0) {
        joined.set(joined.size() - 1, new Range(last.from(), range.to()));
      }
    }
    return new Ranges(List.copyOf(joined));
  }

  Ranges and(Ranges others) {
    if (others.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return others;
    }
    List<Range> all = new ArrayList<>(sorted);
    all.addAll(others.sorted);
    return of(all);
  }

  boolean isEmpty() {
    return sorted.isEmpty();
  }

  int size() {
    return sorted.size();
  }

  Range get(int index) {
    return sorted.get(index);
  }

  /** The range that a key is in, or null. */
  @Nullable Range covering(byte[] key) {
    int at = notBefore(key);
    if (at < sorted.size() && Arrays.equals(sorted.get(at).from(), key)) {
      return sorted.get(at);
    }
    return at > 0 && Arrays.compareUnsigned(key, sorted.get(at - 1).to()) < 0
        ? sorted.get(at - 1)
        : null;
  }

  /** Which range is the first that does not begin before a key. */
  private int notBefore(byte[] key) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(sorted.get(middle).from(), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
