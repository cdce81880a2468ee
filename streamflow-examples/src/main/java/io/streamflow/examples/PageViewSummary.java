package io.streamflow.examples;

import io.streamflow.job.JobProgress;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StateSnapshot.Entry;
import io.streamflow.job.StepProgress;
import io.streamflow.window.WindowResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.LongAdder;

/** What has become of the lines of a log, and the busiest pages. Told by all subtasks at once. */
final class PageViewSummary {
  /** How many pages are shown. */
  static final int SHOWN = 10;

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
    StringBuilder text = new StringBuilder(header(""));
    busiest.forEach(page -> page(text, page.value(), page.key()));
    return text.toString();
  }

  /** The table of the busiest pages in the state, which counts the windows that have closed. */
  static String table(StateSnapshot<String, Long> views) {
    Comparator<Entry<String, Long>> byViews =
        Comparator.<Entry<String, Long>>comparingLong(Entry::value)
            .thenComparing(Entry::key, Comparator.reverseOrder());
    PriorityQueue<Entry<String, Long>> top = new PriorityQueue<>(byViews);
    views
        .entries()
        .forEach(page -> {
          top.add(page);
          if (top.size() > SHOWN) {
            top.remove();
          }
        });
    StringBuilder text = new StringBuilder(header(" as of checkpoint " + views.epoch()));
    if (top.isEmpty()) {
      row(text, 0, "none: no window has closed yet, or the input has ended");
    }
    top.stream().sorted(byViews.reversed()).forEach(page -> page(text, page.value(), page.key()));
    return text.toString();
  }

  /** The table of the busiest of these pages. */
  static String table(Map<String, Long> views, String where) {
    StringBuilder text = new StringBuilder(header(where));
    if (views.isEmpty()) {
      row(text, 0, "none: no window has closed yet");
    }
    views.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(SHOWN)
        .forEach(page -> page(text, page.getValue(), page.getKey()));
    return text.toString();
  }

  private static String header(String asOf) {
    return String.format(Locale.ROOT, "%n%10s  %s%s%n", "views", "busiest pages", asOf);
  }

  private static void page(StringBuilder text, long views, String page) {
    // The page is what some client sent: nothing of it may steer the terminal.
    row(text, views, page.replaceAll("\\p{Cntrl}", "?"));
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
