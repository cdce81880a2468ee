package io.streamflow.operator;

/**
 * One step of a chain. Immutable and shared by all subtasks; runs on the thread of the task whose
 * context it is given.
 */
public abstract class Operator {

  /** Takes one item. */
  public abstract void push(Object value, long timestamp, TaskContext context);

  /** Makes this operator's part of a subtask, before the first item. */
  public void open(TaskContext context) throws Exception {}

  /**
   * Whether {@link #advance}, {@link #processingTime}, {@link #handOn} or {@link #end} do anything;
   * the others are not called.
   */
  public boolean watchesTime() {
    return false;
  }

  /** The watermark has gone from {@code before} (or {@link Timestamps#NONE}) to {@code now}. */
  public void advance(long before, long now, TaskContext context) {}

  /** When {@link #processingTime} is to be called next, in milliseconds of the job's clock. */
  public long nextProcessingTime(TaskContext context) {
    return Long.MAX_VALUE;
  }

  /** The job's clock has reached {@link #nextProcessingTime}. */
  public void processingTime(long nowMillis, TaskContext context) {}

  /**
   * Hand on what is kept back for another stage: an epoch ends, the input has ended, or this task
   * will be idle. The watermark may then go further elsewhere than it has gone here.
   */
  public void handOn(TaskContext context) {}

  /** The input has ended: emit what is left. */
  public void end(TaskContext context) {}
}
