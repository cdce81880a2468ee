package io.streamflow.runtime;

import io.streamflow.outbox.Outboxes;
import java.util.function.IntUnaryOperator;

/**
 * The checkpoints of a job without threads: begun now and then, stored some time after they are
 * complete, as chance has it. Used by the driver's thread.
 */
final class SteppedCheckpoints {
  private static final int BEGIN_ONE_IN = 16;
  private static final int STORE_ONE_IN = 4;
  private static final int FOLD_ONE_IN = 8;
  private static final int DELIVER_ONE_IN = 8;

  private final StateDirectory directory;
  private final Checkpoints checkpoints;
  private final Outboxes outboxes;
  private final CrashPoint.Chance crash;
  private boolean lastWanted;
  private boolean lastBegun;

  SteppedCheckpoints(
      StateDirectory directory,
      Checkpoints checkpoints,
      Outboxes outboxes,
      CrashPoint.Chance crash) {
    this.outboxes = outboxes;
    this.directory = directory;
    this.checkpoints = checkpoints;
    this.crash = crash;
  }

  /** Makes sure of the sinks' targets, before a task is opened. */
  void open(IntUnaryOperator choose) throws InterruptedException {
    checkpoints.plantMarks();
    while (!outboxes.areReady()) {
      outboxes.step(choose);
    }
  }

  /** Does what chance has it do, if there is anything; {@code choose} picks a number. */
  void step(IntUnaryOperator choose) throws InterruptedException {
    if (choose.applyAsInt(FOLD_ONE_IN) == 0 && directory.fold()) {
      crash.at(CrashPoint.FOLDED);
    }
    if (!checkpoints.allDelivered() && choose.applyAsInt(DELIVER_ONE_IN) == 0) {
      outboxes.step(choose);
    }
    if (checkpoints.isComplete()) {
      if (choose.applyAsInt(STORE_ONE_IN) == 0) {
        checkpoints.store();
      }
    } else if (!checkpoints.isPending() && !lastBegun && checkpoints.hasRoom()) {
      lastBegun = checkpoints.allEnded() || (lastWanted && checkpoints.allDrained());
      if (lastBegun || choose.applyAsInt(BEGIN_ONE_IN) == 0) {
        checkpoints.begin(lastBegun);
      }
    }
  }

  /** Delivers what is stored, once every task has ended; false when nothing is left. */
  boolean deliver(IntUnaryOperator choose) throws InterruptedException {
    if (checkpoints.allDelivered()) {
      return false;
    }
    outboxes.step(choose);
    return true;
  }

  /** Ends with a checkpoint as soon as nothing could be lost by it. */
  void endSoon() {
    lastWanted = true;
  }

  /** Every task has ended, and committed its sinks. */
  void finish() {
    checkpoints.noteCommitted();
  }

  void close() {
    directory.close();
  }
}
