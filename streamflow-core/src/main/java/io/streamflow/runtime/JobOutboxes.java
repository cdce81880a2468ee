package io.streamflow.runtime;

import io.streamflow.checkpoint.Manifest;
import io.streamflow.checkpoint.PendingOutbox;
import io.streamflow.checkpoint.SinkOutbox;
import io.streamflow.compile.ExecutionPlan;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import io.streamflow.outbox.OutboxDirectory;
import io.streamflow.outbox.Outboxes;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How the outboxes of a run begin, and what their files need. */
final class JobOutboxes {
  private JobOutboxes() {}

  /**
   * The outboxes of a run.
   *
   * @param directory null for a job without checkpoints
   * @param lasting whether what is stored survives a loss of power
   */
  static Outboxes of(
      ExecutionPlan plan,
      JobOptions options,
      @Nullable StateDirectory directory,
      boolean lasting,
      Outboxes.Sleep sleep,
      CrashPoint.Chance crash) {
    if (directory == null) {
      return Outboxes.straight(options.name(), KeptSteps.outboxes(plan, options), sleep);
    }
    try {
      return durable(plan, options, directory.manifest(), lasting, sleep, crash);
    } catch (UncheckedIOException e) {
      throw new StreamFlowException.StateUnusable(String.valueOf(e.getMessage()), e);
    }
  }

  private static Outboxes durable(
      ExecutionPlan plan,
      JobOptions options,
      Manifest manifest,
      boolean lasting,
      Outboxes.Sleep sleep,
      CrashPoint.Chance crash) {
    return Outboxes.durable(
        options.name(),
        KeptSteps.outboxes(plan, options),
        new OutboxDirectory(options.stateDirectory().orElseThrow(), lasting),
        manifest.outboxes(),
        manifest.epoch(),
        options.allowDropped(),
        options.takeOver(),
        sleep,
        new Outboxes.Crash() {
          @Override
          public void beforeDelivery() {
            crash.at(CrashPoint.BEFORE_DELIVERY);
          }

          @Override
          public void afterDelivery() {
            crash.at(CrashPoint.AFTER_DELIVERY);
          }
        });
  }

  /** Refuses a directory that lacks output which its checkpoint says is there. */
  static void requireComplete(Path path, Manifest manifest) {
    new OutboxDirectory(path, true)
        .missing(manifest.outboxes())
        .ifPresent(file -> {
          throw new StreamFlowException.StateUnusable(
              file
                  + " is missing or cut off, and checkpoint "
                  + manifest.epoch()
                  + " has output in it that is not delivered: bring it back, or begin with a"
                  + " savepoint in a new directory");
        });
  }

  /** Refuses to begin with a copy of a directory whose output lies in files beside its state. */
  static void requireDelivered(Path savepoint, Manifest manifest) {
    for (SinkOutbox outbox : manifest.outboxes()) {
      for (PendingOutbox output : outbox.pending()) {
        if (output.fileBytes() > 0) {
          throw new StreamFlowException.StateUnusable(
              savepoint
                  + " is the state of a job that has output of '"
                  + outbox.sink()
                  + "' to deliver, and no savepoint: start that job on it once more and take one,"
                  + " or stop it when its output is delivered");
        }
      }
    }
  }
}
