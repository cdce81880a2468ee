package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.job.StateSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads the state that {@link PageViews} has left, or a savepoint of it. No job is run. */
@Command(
    name = "page-views-state",
    description = "Show what the state of page-views holds that no job has open, or a savepoint.")
public final class PageViewsState implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Option(
      names = "--state",
      paramLabel = "<directory>",
      required = true,
      description = "The state directory, or the savepoint.")
  private Path state = Path.of("");

  @Option(
      names = "--window",
      paramLabel = "<duration>",
      converter = OptionValues.PositiveDuration.class,
      defaultValue = "1m",
      description = "The --window that the state was made with (default: ${DEFAULT-VALUE}).")
  private Duration window = Duration.ZERO;

  @Override
  public Integer call() {
    // Of the pipeline only its plan is asked for: nothing is read or written.
    Pipeline plan =
        PageViews.pipeline(
            "unread", Path.of("unwritten"), window, Duration.ZERO, 0, new PageViewSummary());
    try (StateSnapshot<String, Long> views =
            plan.state(state, PageViews.VIEWS_IN_ALL, String.class, Long.class);
        StateSnapshot<String, Long> open =
            plan.state(state, PageViews.VIEWS_PER_PAGE, String.class, Long.class)) {
      SortedMap<Instant, Long> windows = viewsByWindow(open);
      if (windows.isEmpty() && views.entries().findAny().isEmpty()) {
        System.out.println(
            "checkpoint " + views.epoch() + ": no window is open: the input has ended");
      } else {
        System.out.println(PageViewSummary.table(views) + table(windows));
      }
    }
    return 0;
  }

  private static SortedMap<Instant, Long> viewsByWindow(StateSnapshot<String, Long> open) {
    SortedMap<Instant, Long> views = new TreeMap<>();
    open.entries()
        .forEach(page -> views.merge(page.window().orElseThrow().start(), page.value(), Long::sum));
    return views;
  }

  private static String table(SortedMap<Instant, Long> windows) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%n%10s  %s%n", "views", "open windows"));
    windows.entrySet().stream()
        .limit(SHOWN)
        .forEach(window ->
            text.append(
                String.format(
                    Locale.ROOT, "%,10d  from %s%n", window.getValue(), window.getKey())));
    int more = windows.size() - SHOWN;
    return more > 0 ? text.append(more).append(" more are open").toString() : text.toString();
  }
}
