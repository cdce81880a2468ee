package io.streamflow.runtime;

import io.streamflow.checkpoint.SourcePosition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far each source partition had been read in the checkpoint that a run goes on from. */
final class RestoredPositions {
  private final Map<String, Map<String, SourcePosition>> bySource = new HashMap<>();

  RestoredPositions(List<SourcePosition> positions) {
    for (SourcePosition at : positions) {
      bySource.computeIfAbsent(at.source(), _ -> new HashMap<>()).put(at.partition(), at);
    }
  }

  /** Where a partition of a source is to be read from; empty for one that is new. */
  Optional<SourcePosition> of(String source, String partition) {
    return Optional.ofNullable(of(source).get(partition));
  }

  /** The partitions of a source that are not among these, sorted. */
  List<String> missingFrom(String source, List<String> partitions) {
    Set<String> there = new HashSet<>(partitions);
    return of(source).keySet().stream().filter(name -> !there.contains(name)).sorted().toList();
  }

  private Map<String, SourcePosition> of(String source) {
    return bySource.getOrDefault(source, Map.of());
  }
}
