package io.streamflow.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * What a checkpoint holds beside the state itself. It is stored in the same transaction.
 *
 * @param epoch the number of the checkpoint, from 1
 * @param mark a number made up for this checkpoint, by which its copies are told from others
 * @param origin the savepoint that the directory began with; empty when it began with nothing
 * @param positions how far each source partition had been read
 * @param watermarks how far event time had come in each stateful step that has any
 * @param outputs what sinks had prepared and may not have committed
 * @param outboxes what sinks have to deliver, and have delivered
 * @param plan what is known of the plan
 */
public record Manifest(
    long epoch,
    long mark,
    String origin,
    List<SourcePosition> positions,
    Map<String, Long> watermarks,
    List<PreparedOutput> outputs,
    List<SinkOutbox> outboxes,
    StoredPlan plan) {
  /** Keeps its own copies. */
  public Manifest {
    positions = List.copyOf(positions);
    watermarks = Map.copyOf(watermarks);
    outputs = List.copyOf(outputs);
    outboxes = List.copyOf(outboxes);
  }

  /** What a job begins with that has no checkpoint. */
  public static Manifest none(StoredPlan plan) {
    return new Manifest(0, 0, "", List.of(), Map.of(), List.of(), List.of(), plan);
  }

  /** The same, with every output committed. */
  public Manifest withoutOutputs() {
    return new Manifest(epoch, mark, origin, positions, watermarks, List.of(), outboxes, plan);
  }

  /** The same, as the beginning of a directory that was restored from a savepoint. */
  public Manifest from(String savepoint) {
    return new Manifest(epoch, mark, savepoint, positions, watermarks, outputs, outboxes, plan);
  }

  /** The same, with other outboxes. */
  public Manifest withOutboxes(List<SinkOutbox> others) {
    return new Manifest(epoch, mark, origin, positions, watermarks, outputs, others, plan);
  }
}
