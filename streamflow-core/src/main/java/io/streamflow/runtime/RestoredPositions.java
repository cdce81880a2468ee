package io.streamflow.runtime;

import io.streamflow.checkpoint.SourcePosition;
import java.util.List;
import java.util.Optional;

/** Where the partitions of one source stood in the checkpoint that a run begins with. */
record RestoredPositions(List<SourcePosition> positions) {
  /** Those of one source step. */
  static RestoredPositions of(String source, List<SourcePosition> all) {
    return new RestoredPositions(
        all.stream().filter(position -> position.source().equals(source)).toList());
  }

  /** The place of a partition; empty for one that the checkpoint does not know. */
  Optional<SourcePosition> of(String partition) {
    return positions.stream()
        .filter(position -> position.partition().equals(partition))
        .findFirst();
  }

  /** Whether the source has been read before, so that a partition without a place is new. */
  boolean hasBegun() {
    return !positions.isEmpty();
  }
}
