package io.streamflow.store;

import io.streamflow.state.EpochWrites.Range;
import io.streamflow.state.EpochWrites.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in the log and not in the tree yet, as readers lay it over the tree: runs, the newest
 * last. The first may be sealed: it is being moved into the tree, and nothing may be merged into
 * it. Immutable.
 */
final class Overlay {
  static final Overlay NONE = new Overlay(List.of(), false);

  /** So many runs a reader should have to look into at most. */
  private static final int MAX_RUNS = 8;

  /** So many when a file is opened, for merging them would take longer than to look into more. */
  private static final int MAX_RUNS_FOUND = 32;

  private final List<Run> runs;
  private final boolean sealed;

  private Overlay(List<Run> runs, boolean sealed) {
    this.runs = runs.stream().map(Run::indexed).toList();
    this.sealed = sealed;
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

  /** The run that is being moved into the tree, or null. */
  @Nullable Run sealed() {
    return sealed ? runs.getFirst() : null;
  }

  /** With a newer run. Too many are merged: the neighbours that have the fewest pairs. */
  Overlay with(Run newest) {
    List<Run> all = new ArrayList<>(runs);
    all.add(newest);
    return of(all, MAX_RUNS, sealed);
  }

  /** What is found in a log: runs from the oldest to the newest, of which some may be sealed. */
  static Overlay found(List<Run> sealed, List<Run> others) {
    List<Run> all = new ArrayList<>(sealed);
    while (all.size() > 1) {
      mergeFewest(all, 0);
    }
    boolean isSealed = !all.isEmpty();
    all.addAll(others);
    return of(all, MAX_RUNS_FOUND, isSealed);
  }

  private static Overlay of(List<Run> all, int maxRuns, boolean sealed) {
    int first = sealed ? 1 : 0;
    while (all.size() - first > maxRuns) {
      mergeFewest(all, first);
    }
    return new Overlay(all, sealed);
  }

  private static void mergeFewest(List<Run> all, int first) {
    int fewest = first;
    for (int i = first; i + 1 < all.size(); i++) {
      if (together(all, i) < together(all, fewest)) {
        fewest = i;
      }
    }
    all.set(fewest, Run.merged(all.get(fewest), all.remove(fewest + 1)));
  }

  private static long together(List<Run> all, int at) {
    return (long) all.get(at).size() + all.get(at + 1).size();
  }

  /** With all that is there as one run, sealed. There must be some, and none sealed. */
  Overlay seal() {
    List<Run> all = new ArrayList<>(runs);
    while (all.size() > 1) {
      mergeFewest(all, 0);
    }
    return new Overlay(all, true);
  }

  /** Without the sealed run, now that all of it is in the tree. */
  Overlay withoutSealed() {
    return new Overlay(runs.subList(1, runs.size()), false);
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
