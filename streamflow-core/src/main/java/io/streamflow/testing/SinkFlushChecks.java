package io.streamflow.testing;

import io.streamflow.spi.Guarantee;

/** What a sink does that shows its output when it is flushed. */
final class SinkFlushChecks<T> extends SinkChecks<T> {
  SinkFlushChecks(SinkInput<T> input, Guarantee guarantee) {
    super(input, guarantee);
  }

  void addTo(Additions checks) {
    checks.add("what is flushed is not lost", Clause.FLUSH, this::flushed);
    if (guarantee == Guarantee.IDEMPOTENT) {
      checks.add("an item written again changes nothing", Clause.IDEMPOTENT, this::again);
    } else {
      checks.add("nothing is lost when a job goes on", Clause.AT_LEAST_ONCE, this::again);
    }
  }

  private void flushed(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          PlayedRun<T> run = job.startPlain(2);
          run.write(0, items(0, 3));
          run.write(1, items(3, 6));
          run.flush();
          requireShownOnce(items(0, 6), job);
          run.write(1, items(6, 7));
          run.flush();
          requireShownOnce(items(0, 7), job);
          run.flush();
          run.close();
          requireShownOnce(items(0, 7), job);
        });
  }

  private void again(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          PlayedRun<T> run = job.start(2);
          run.write(0, items(0, 2));
          run.checkpoint(1);
          run.write(0, items(2, 4));
          run.write(1, items(4, 6));
          run.flush();
          run.close();
          try (PlayedRun<T> next = job.start(1)) {
            next.write(0, items(2, 6));
            next.checkpoint(2);
          }
          requireShown(items(0, 6), job);
        });
  }
}
