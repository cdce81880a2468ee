package io.streamflow.examples;

import io.streamflow.job.Job;
import io.streamflow.job.JobProgress;
import io.streamflow.job.JobStatus;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
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
        if (over) {
          shownNanos = startNanos; // the last line tells the rate of the whole job
          shownItems = 0;
        }
        show();
      }
    } finally {
      if (terminal) {
        out.println();
      }
    }
  }

  /** One line, with the rate since the one before. */
  private void show() {
    JobProgress progress = job.progress();
    long now = System.nanoTime();
    double seconds = Math.max(now - shownNanos, 1) / 1e9;
    String line =
        String.format(
            Locale.ROOT,
            "%,d records, %,.0f records/s, watermark %s",
            progress.itemsRead(),
            (progress.itemsRead() - shownItems) / seconds,
            switch (job.status()) {
              case JobStatus.Completed _ -> "at the end of the input";
              case JobStatus.Stopped _ -> "where the job was stopped";
              default -> progress.watermark().map(Instant::toString).orElse("not known yet");
            });
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
