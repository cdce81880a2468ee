package io.streamflow.examples;

import io.streamflow.job.JobProgress;
import io.streamflow.job.StepProgress;
import io.streamflow.window.WindowResult;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** What has become of the lines of a log, and the busiest pages. Told by all subtasks at once. */
final class PageViewSummary {
  private final LongAdder left = new LongAdder();
  private final LongAdder counted = new LongAdder();
  private volatile List<WindowResult<String, Long>> busiest = List.of();

  /** Notes a line that was understood. */
  void parsed(LogLine line) {
    if (!line.isPageView()) {
      left.increment();
    }
  }

  /** Notes a result. */
  void counted(PageCount count) {
    counted.add(count.count());
  }

  /** Notes the pages with the most views, busiest first. */
  void busiest(List<WindowResult<String, Long>> pages) {
    busiest = pages;
  }

  /** By number of views; among equals, the page that comes first in the alphabet is greater. */
  static int compare(WindowResult<String, Long> one, WindowResult<String, Long> other) {
    int byViews = one.value().compareTo(other.value());
    return byViews != 0 ? byViews : other.key().compareTo(one.key());
  }

  /** Whether every line read is accounted for. */
  boolean addsUp(JobProgress progress) {
    return read(progress) == counted.sum() + left.sum() + progress.late() + deadLettered(progress);
  }

  private static long read(JobProgress progress) {
    return progress.itemsRead()
        + progress.steps().getOrDefault("read", StepProgress.NOTHING).deadLettered();
  }

  private static long deadLettered(JobProgress progress) {
    return progress.steps().values().stream().mapToLong(StepProgress::deadLettered).sum();
  }

  /** The table of the busiest pages. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%n%10s  %s%n", "views", "busiest pages"));
    for (WindowResult<String, Long> page : busiest) {
      // The page is what some client sent: nothing of it may steer the terminal.
      String shown = page.key().replaceAll("\\p{Cntrl}", "?");
      text.append(String.format(Locale.ROOT, "%,10d  %s%n", page.value(), shown));
    }
    return text.toString();
  }

  /** The table, and the sum that shows that no line vanished. */
  String text(JobProgress progress) {
    StringBuilder text = new StringBuilder(table()).append(System.lineSeparator());
    row(text, counted.sum(), "counted");
    row(text, left.sum(), "filtered out: not GET with status 200");
    row(text, progress.late(), "late, kept in late/");
    row(text, deadLettered(progress), "rejected, kept in rejected/");
    row(text, read(progress), "lines read" + (addsUp(progress) ? "" : ": THIS IS NOT THE SUM"));
    return text.toString();
  }

  private static void row(StringBuilder text, long number, String what) {
    text.append(String.format(Locale.ROOT, "%,10d  %s%n", number, what));
  }
}
