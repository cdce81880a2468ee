package io.streamflow.store;

import io.streamflow.state.EpochWrites.Range;
import io.streamflow.state.EpochWrites.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in the log and not in the tree yet, as readers lay it over the tree: runs, the newest
 * last. The first ones may be sealed: they are being moved into the tree, and nothing may be merged
 * into them. Immutable.
 */
final class Overlay {
  static final Overlay NONE = new Overlay(List.of(), 0);

  /** So many runs a reader should have to look into at most, beside those that are sealed. */
  private static final int MAX_RUNS = 8;

  /** So many when a file is opened, for merging them would take longer than to look into more. */
  private static final int MAX_RUNS_FOUND = 32;

  private final List<Run> runs;
  private final int sealed;

  private Overlay(List<Run> runs, int sealed) {
    this.runs = runs.stream().map(Run::indexed).toList();
    this.sealed = sealed;
  }

  /** What is found in a log: runs from the oldest to the newest, of which some may be sealed. */
  static Overlay found(List<Run> sealed, List<Run> others) {
    List<Run> first = new ArrayList<>(sealed);
    merge(first, MAX_RUNS_FOUND);
    List<Run> then = new ArrayList<>(others);
    merge(then, MAX_RUNS_FOUND);
    int count = first.size();
    first.addAll(then);
    return new Overlay(first, count);
  }

  /** Merges neighbours, those that have the fewest pairs, until so many runs are left. */
  static void merge(List<Run> all, int most) {
    while (all.size() > most) {
      int fewest = 0;
      for (int i = 0; i + 1 < all.size(); i++) {
        if (together(all, i) < together(all, fewest)) {
          fewest = i;
        }
      }
      all.set(fewest, Run.merged(all.get(fewest), all.remove(fewest + 1)));
    }
  }

  private static long together(List<Run> all, int at) {
    return (long) all.get(at).size() + all.get(at + 1).size();
  }

  List<Run> runs() {
    return runs;
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** About how much memory it takes. */
  long bytes() {
    return runs.stream().mapToLong(Run::bytes).sum();
  }

  /** Whether runs are sealed. */
  boolean isSealed() {
    return sealed > 0;
  }

  /** With a newer run. */
  Overlay with(Run newest) {
    List<Run> open = new ArrayList<>(runs.subList(sealed, runs.size()));
    open.add(newest);
    merge(open, MAX_RUNS);
    return withSealed(runs.subList(0, sealed), open);
  }

  private static Overlay withSealed(List<Run> sealed, List<Run> open) {
    List<Run> all = new ArrayList<>(sealed);
    all.addAll(open);
    return new Overlay(all, sealed.size());
  }

  /**
   * With what is sealed as one run, or else with all that is there as one, sealed. There must be
   * some.
   */
  Overlay seal() {
    int end = sealed > 0 ? sealed : runs.size();
    List<Run> first = new ArrayList<>(runs.subList(0, end));
    merge(first, 1);
    return withSealed(first, runs.subList(end, runs.size()));
  }

  /** Without what is sealed, now that all of it is in the tree. */
  Overlay withoutSealed() {
    return new Overlay(runs.subList(sealed, runs.size()), 0);
  }

  /** What it tells of a key, or null when it tells nothing; no value tells that it is deleted. */
  @Nullable Write find(byte[] key) {
    if (runs.isEmpty()) {
      return null;
    }
    long hash = KeyIndex.hash(key, 0, key.length);
    for (int i = runs.size() - 1; i >= 0; i--) {
      Run run = runs.get(i);
      int position = run.find(key, hash);
      if (position >= 0) {
        return run.pair(position);
      }
      if (run.ranges().covering(key) != null) {
        return new Write(key, null);
      }
    }
    return null;
  }

  /** A deleted range that a key is in, or null; only of the runs from {@code first} on. */
  @Nullable Range covering(byte[] key, int first) {
    for (int i = runs.size() - 1; i >= first; i--) {
      Range range = runs.get(i).ranges().covering(key);
      if (range != null) {
        return range;
      }
    }
    return null;
  }
}
