package io.streamflow.checkpoint;

import io.streamflow.state.EpochWrites;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A checkpoint that waits for the parts of its tasks. Not for several threads at once. */
public final class PendingCheckpoint {
  private final long epoch;
  private final BitSet missing = new BitSet();
  private final List<TaskPart> parts = new ArrayList<>();

  /** For tasks numbered from 0. */
  public PendingCheckpoint(long epoch, int tasks) {
    this.epoch = epoch;
    missing.set(0, tasks);
  }

  /** Its number. */
  public long epoch() {
    return epoch;
  }

  /**
   * Takes the part of a task.
   *
   * @throws IllegalStateException when the task has given its part already
   */
  public void add(int task, TaskPart part) {
    if (!missing.get(task)) {
      throw new IllegalStateException("task " + task + " took part in epoch " + epoch + " twice");
    }
    missing.clear(task);
    parts.add(part);
  }

  /** Whether nobody is missing. */
  public boolean isComplete() {
    return missing.isEmpty();
  }

  /** The numbers of the tasks that are missing. */
  public BitSet missing() {
    return (BitSet) missing.clone();
  }

  /** What changes in the state. */
  public List<EpochWrites> writes() {
    return parts.stream().map(TaskPart::writes).filter(writes -> !writes.isEmpty()).toList();
  }

  /**
   * What is stored beside the state. Positions of partitions that nobody reads now are kept: a file
   * may come back. The subtasks of a step agree on its watermark, since barriers are aligned; were
   * one ahead, late items would have to stay late.
   *
   * @param mark a number made up for it
   * @param before the positions of the last checkpoint
   * @param sources the names of the source steps of the plan
   */
  public Manifest manifest(
      long mark, String origin, List<SourcePosition> before, Set<String> sources, StoredPlan plan) {
    Map<List<String>, SourcePosition> positions = new HashMap<>();
    for (SourcePosition position : before) {
      if (sources.contains(position.source())) {
        positions.put(List.of(position.source(), position.partition()), position);
      }
    }
    Map<String, Long> watermarks = new HashMap<>();
    List<PreparedOutput> outputs = new ArrayList<>();
    for (TaskPart part : parts) {
      for (SourcePosition position : part.positions()) {
        positions.put(List.of(position.source(), position.partition()), position);
      }
      part.watermarks().forEach((step, reached) -> watermarks.merge(step, reached, Math::max));
      outputs.addAll(part.outputs());
    }
    return new Manifest(
        epoch, mark, origin, List.copyOf(positions.values()), watermarks, outputs, List.of(), plan);
  }
}
