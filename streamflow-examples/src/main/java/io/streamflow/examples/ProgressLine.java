package io.streamflow.examples;

import io.streamflow.job.Job;
import io.streamflow.job.JobProgress;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Shows how far a job has come: on a terminal one line that changes in place, elsewhere a line
 * about each second; in any case a last one when the job is over. Used by one thread.
 */
final class ProgressLine {
  private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";

  private final Job job;
  private final PrintStream out;
  private final boolean terminal;
  private final long startNanos = System.nanoTime();
  private long shownNanos = startNanos;
  private long shownItems;
  private Optional<Instant> watermark = Optional.empty();

  ProgressLine(Job job, PrintStream out) {
    this.job = job;
    this.out = out;
    this.terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /** Returns when the job is over; throws what {@link Job#await} throws. */
  void showUntilOver() throws InterruptedException {
    Duration interval = Duration.ofMillis(terminal ? 200 : 1000);
    boolean over = false;
    try {
      while (!over) {
        over = job.await(interval);
        long since = over ? startNanos : shownNanos;
        long before = over ? 0 : shownItems;
        show(since, before);
      }
    } finally {
      if (terminal) {
        out.println();
      }
    }
  }

  /** One line, with the rate since a time at which {@code before} records had been read. */
  private void show(long sinceNanos, long before) {
    JobProgress progress = job.progress();
    long now = System.nanoTime();
    double seconds = Math.max(now - sinceNanos, 1) / 1e9;
    watermark = progress.watermark().or(() -> watermark);
    String line =
        String.format(
            "%,d records, %,.0f records/s, watermark %s",
            progress.itemsRead(),
            (progress.itemsRead() - before) / seconds,
            watermark.map(Instant::toString).orElse("not known yet"));
    if (terminal) {
      out.print("\r" + line + CLEAR_TO_END_OF_LINE);
      out.flush();
    } else {
      out.println(line);
    }
    shownNanos = now;
    shownItems = progress.itemsRead();
  }
}
