package io.streamflow.checkpoint;

import io.streamflow.state.EpochWrites;
import java.util.List;
import java.util.Map;

/**
 * What one task contributes to a checkpoint.
 *
 * @param positions of the partitions that it reads
 * @param watermarks of its stateful steps
 * @param outputs what its sinks have prepared
 * @param writes what has changed in its state since the last checkpoint
 */
public record TaskPart(
    List<SourcePosition> positions,
    Map<String, Long> watermarks,
    List<PreparedOutput> outputs,
    EpochWrites writes) {}
