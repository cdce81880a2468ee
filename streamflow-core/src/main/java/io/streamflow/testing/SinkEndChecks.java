package io.streamflow.testing;

import io.streamflow.spi.Guarantee;
import io.streamflow.spi.SinkWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** How a sink ends: closed, interrupted. */
final class SinkEndChecks<T> extends SinkChecks<T> {
  SinkEndChecks(SinkInput<T> input, Guarantee guarantee) {
    super(input, guarantee);
  }

  /** Where an interrupt can come. */
  private enum Phase {
    WRITE,
    FLUSH,
    PREPARE,
    COMMIT
  }

  void addTo(Additions checks) {
    checks.add("closing without an item, and twice", Clause.WRITER_CLOSED, this::closedUnused);
    checks.add("closing one twice disturbs no other", Clause.WRITER_CLOSED, this::closedTwice);
    checks.add("closing ends its threads", Clause.WRITER_CLOSED, this::threads);
    for (Phase phase : Phase.values()) {
      checks.add(
          "an interrupt is not lost in " + phase.name().toLowerCase(Locale.ROOT),
          Clause.WRITE_INTERRUPTED,
          trial -> interrupt(trial, phase));
    }
    input
        .stalled()
        .ifPresent(stalled ->
            checks.add(
                "a call that waits for the target is interrupted",
                Clause.WRITE_INTERRUPTED,
                trial -> stall(trial, stalled)));
  }

  private void closedUnused(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          PlayedRun<T> unused = job.start(2);
          unused.close();
          unused.close();
          try (PlayedRun<T> run = job.start(1)) {
            run.write(0, items(0, 2));
            run.checkpoint(1);
          }
          requireShown(items(0, 2), job);
        });
  }

  private void closedTwice(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          PlayedRun<T> run = job.startPlain(2);
          SinkWriter<T> first = run.writer(0);
          first.flush();
          trial.called("close writer 0");
          first.close();
          trial.called("close writer 0");
          first.close();
          run.finishWithout(0, items(0, 4));
          requireShownOnce(items(0, 4), job);
        });
    play(
        trial,
        job -> {
          PlayedRun<T> run = job.start(1);
          run.write(0, items(0, 2));
          run.checkpoint(1);
          run.write(0, items(2, 4));
          run.close();
          run.close();
          try (PlayedRun<T> next = job.start(1)) {
            next.write(0, items(2, 4));
            next.checkpoint(2);
          }
          requireShown(items(0, 4), job);
        });
  }

  private void threads(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          Threads threads = Threads.now();
          try (PlayedRun<T> run = job.start(2)) {
            run.write(0, items(0, 2));
            run.checkpoint(1);
          }
          threads.requireNone(trial);
        });
  }

  /** The interrupt is there before the call; afterwards the job goes on from its checkpoint. */
  private void interrupt(Trial trial, Phase phase) throws Exception {
    play(
        trial,
        job -> {
          PlayedRun<T> run = job.start(1);
          run.write(0, items(0, 2));
          run.checkpoint(1);
          if (phase != Phase.WRITE) {
            run.write(0, items(2, 4));
          }
          if (phase == Phase.COMMIT) {
            run.prepare(2);
            run.store();
          }
          trial.called("interrupt");
          Thread.currentThread().interrupt();
          boolean kept;
          try {
            switch (phase) {
              case WRITE -> run.write(0, items(2, 4));
              case FLUSH -> run.flush();
              case PREPARE -> run.prepare(2);
              case COMMIT -> run.commit();
            }
            kept = Thread.interrupted();
          } catch (Exception e) {
            trial.called("  threw " + e);
            kept = Thread.interrupted() || e instanceof InterruptedException;
          } finally {
            Thread.interrupted();
          }
          if (!kept) {
            throw trial.broken(
                "the call is over, and nothing tells of the interrupt",
                "InterruptedException, or an interrupted thread",
                "neither");
          }
          run.close();
          try (PlayedRun<T> next = job.start(1)) {
            if (phase != Phase.COMMIT) {
              next.write(0, items(2, 4));
            }
            next.checkpoint(job.storedEpoch + 1);
          }
          requireShown(items(0, 4), job);
        });
  }

  private void stall(Trial trial, Fresh<SinkTarget<T>> stalled) throws Exception {
    try (SinkTarget<T> target = stalled.make()) {
      PlayedJob<T> job = new PlayedJob<>(target, trial);
      AtomicReference<PlayedRun<T>> opened = new AtomicReference<>();
      InterruptedCall.requireHonoured(
          trial,
          sent -> {
            PlayedRun<T> run = job.startPlain(1);
            opened.set(run);
            run.write(0, items(0, 4));
            run.prepare(1);
            run.commit();
            return Thread.currentThread().isInterrupted();
          });
      PlayedRun<T> run = opened.get();
      if (run != null) {
        run.close();
      }
    }
  }
}
