package io.streamflow.runtime;

import io.streamflow.checkpoint.SourcePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far each source had been read in the checkpoint that a run goes on from. */
final class RestoredPositions {
  private final Map<String, Map<String, SourcePosition>> bySource = new HashMap<>();

  RestoredPositions(List<SourcePosition> positions) {
    for (SourcePosition at : positions) {
      bySource.computeIfAbsent(at.source(), _ -> new HashMap<>()).put(at.partition(), at);
    }
  }

  /** How far one source had been read. */
  RestoredSource of(String source) {
    return new RestoredSource(bySource.getOrDefault(source, Map.of()));
  }
}
