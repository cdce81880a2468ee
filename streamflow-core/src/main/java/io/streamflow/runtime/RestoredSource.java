package io.streamflow.runtime;

import io.streamflow.checkpoint.SourcePosition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far the partitions of one source had been read in the checkpoint that a run goes on from.
 *
 * @param positions by the partitions' names
 */
record RestoredSource(Map<String, SourcePosition> positions) {
  /** Of a run that goes on from nothing. */
  static final RestoredSource NONE = new RestoredSource(Map.of());

  /** Where a partition is to be read from; empty for one that is new. */
  Optional<SourcePosition> of(String partition) {
    return Optional.ofNullable(positions.get(partition));
  }

  /** Whether the source has been read before, so that a partition without a place is new. */
  boolean hasBegun() {
    return !positions.isEmpty();
  }

  /** The partitions that are not among these, sorted. */
  List<String> missingFrom(List<String> partitions) {
    Set<String> there = new HashSet<>(partitions);
    return positions.keySet().stream().filter(name -> !there.contains(name)).sorted().toList();
  }
}
