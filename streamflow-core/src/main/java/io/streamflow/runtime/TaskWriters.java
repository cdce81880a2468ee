package io.streamflow.runtime;

import io.streamflow.checkpoint.PreparedOutput;
import io.streamflow.operator.StepFailure;
import io.streamflow.operator.TaskContext;
import io.streamflow.operator.TaskInterrupted;
import io.streamflow.outbox.TaskOutboxes;
import io.streamflow.spi.CommittingSinkWriter;
import java.util.ArrayList;
import java.util.List;

/** The sink writers of a task: what is done with all of them. Used by the task's thread. */
final class TaskWriters {

  /** A writer whose output is durable and waits to be made visible. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Prepared(
      TaskContext.OpenWriter open, CommittingSinkWriter<?> writer, long epoch, byte[] bytes) {}

  private final TaskContext context;
  private final TaskOutboxes outboxes;
  private final List<Prepared> prepared = new ArrayList<>();

  TaskWriters(TaskContext context, TaskOutboxes outboxes) {
    this.context = context;
    this.outboxes = outboxes;
  }

  /** Sends what the writers keep back on its way. */
  void push() {
    for (TaskContext.OpenWriter open : context.writers()) {
      try {
        open.writer().push();
      } catch (Throwable e) {
        throw failed(open.step(), "flushing", e);
      }
    }
  }

  /** Writes what the writers keep back, and waits until it is there. */
  private void flush() {
    for (TaskContext.OpenWriter open : context.writers()) {
      try {
        open.writer().flush();
      } catch (Throwable e) {
        throw failed(open.step(), "flushing", e);
      }
    }
  }

  /** Makes durable what was written in an epoch; it is visible after {@link #commit}. */
  void prepare(long epoch) {
    flush();
    try {
      outboxes.seal(epoch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskInterrupted();
    }
    for (TaskContext.OpenWriter open : context.writers()) {
      if (open.writer() instanceof CommittingSinkWriter<?> committing) {
        try {
          prepared.add(new Prepared(open, committing, epoch, committing.prepare(epoch)));
        } catch (Throwable e) {
          throw failed(open.step(), "preparing its output", e);
        }
      }
    }
  }

  /** What was prepared and not committed. */
  List<PreparedOutput> outputs() {
    return prepared.stream()
        .map(output -> new PreparedOutput(output.open.sink(), output.bytes))
        .toList();
  }

  /** Makes visible what was prepared; on the coordinator's thread when the task has ended. */
  void commit() {
    for (Prepared output : prepared) {
      commit(output.open, output.writer, output.epoch, output.bytes);
    }
    prepared.clear();
  }

  /** Makes visible once more what was prepared before the job went on from a checkpoint. */
  void commitRestored(RestoredOutputs restored) {
    for (TaskContext.OpenWriter open : context.writers()) {
      for (byte[] bytes : restored.claim(open.sink())) {
        if (!(open.writer() instanceof CommittingSinkWriter<?> committing)) {
          throw failed(
              open.step(),
              "committing its output",
              new IllegalStateException(
                  "the checkpoint holds output that this sink has prepared, but it commits nothing"
                      + " now: use the sink that prepared it once more"));
        }
        commit(open, committing, restored.epoch(), bytes);
      }
    }
  }

  private void commit(
      TaskContext.OpenWriter open, CommittingSinkWriter<?> writer, long epoch, byte[] bytes) {
    try {
      writer.commit(epoch, bytes);
    } catch (Throwable e) {
      throw failed(open.step(), "committing its output", e);
    }
  }

  /** Closes them all; returns what went wrong. */
  List<StepFailure> close() {
    List<StepFailure> failures = new ArrayList<>();
    for (TaskContext.OpenWriter open : context.writers().reversed()) {
      try {
        open.writer().close();
      } catch (Throwable e) {
        failures.add(Task.failure(open.step(), "closing", e));
      }
    }
    return failures;
  }

  /** A failure, remembered in case user code swallows the exception. */
  private StepFailure failed(String step, String doing, Throwable cause) {
    StepFailure failure = Task.failure(step, doing, cause);
    context.failed(failure);
    return failure;
  }
}
