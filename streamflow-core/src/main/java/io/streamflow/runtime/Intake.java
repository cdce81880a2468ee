package io.streamflow.runtime;

import io.streamflow.operator.Batch;
import io.streamflow.operator.Timestamps;
import io.streamflow.spi.SourceOutput;
import java.util.Objects;

/**
 * What a reader fills; used by its task's thread. Each read gets a new batch: storing new items
 * into an old array would cost a memory fence per item, as G1 notes references from old objects to
 * young ones.
 */
final class Intake implements SourceOutput<Object> {
  private final Task task;
  private final int step;
  private Batch batch;

  /** Of a source step, by its number. */
  Intake(Task task, int step, int batchSize) {
    this.task = task;
    this.step = step;
    this.batch = new Batch(batchSize);
  }

  /** An empty batch to read into. */
  Batch renew() {
    if (batch.count() > 0) {
      batch = batch.successor();
    }
    return batch;
  }

  @Override
  public void emit(Object item) {
    batch.add(Objects.requireNonNull(item, "the source emitted null"), Timestamps.NONE);
  }

  @Override
  public void emit(Object item, long timestampMillis) {
    batch.add(Objects.requireNonNull(item, "the source emitted null"), timestampMillis);
  }

  @Override
  public void reject(Object record, String where, Exception cause) {
    task.chain.reject(step, record, where, cause, task.context);
  }

  @Override
  public boolean isFull() {
    return batch.count() >= task.pace();
  }
}
