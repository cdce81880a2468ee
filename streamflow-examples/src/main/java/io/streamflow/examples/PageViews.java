package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.WindowedResults;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.connectors.file.FileSink;
import io.streamflow.connectors.file.FileSource;
import io.streamflow.job.FailedItem;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.OnError;
import io.streamflow.local.Sinks;
import io.streamflow.spi.Sink;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Counts the views of each page of a web site, per window of the log's own time. No line of the log
 * vanishes: each is counted, or left out because it is not a page view, or late, or rejected.
 */
@Command(
    name = "page-views",
    description = "Count page views per minute from a web server's log (combined format).")
public final class PageViews implements Callable<Integer> {
  /** The step whose state has the views of each page in the windows that are open. */
  static final String VIEWS_PER_PAGE = "views-per-page";

  /** The step whose state has the views of each page in all windows that have closed. */
  static final String VIEWS_IN_ALL = "views-in-all";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--input",
      paramLabel = "<file>",
      description = "The log, or a glob; may be .gz (default: a sample is made).")
  private Optional<String> input = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "<directory>",
      description = "Where the counts go; lines without a count go to late and rejected in it.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "<duration>",
      converter = OptionValues.PositiveDuration.class,
      defaultValue = "1m",
      description = "The length of a window (default: ${DEFAULT-VALUE}).")
  private Duration window = Duration.ZERO;

  @Option(
      names = "--disorder",
      paramLabel = "<duration>",
      converter = OptionValues.AnyDuration.class,
      defaultValue = "1m",
      description = "How far out of order lines may be (default: ${DEFAULT-VALUE}).")
  private Duration disorder = Duration.ZERO;

  @Option(
      names = "--parallelism",
      paramLabel = "<number>",
      converter = OptionValues.Parallelism.class,
      description = "How many subtasks count (default: one less than there are processors).")
  private Optional<Integer> parallelism = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "<number>",
      converter = OptionValues.Rate.class,
      description = "Lines a second, at most (default: as fast as possible).")
  private long rate;

  @Mixin private StateOptions state = new StateOptions();

  /**
   * From log lines to counts in {@code output}.
   *
   * @param rate lines a second; 0 for as fast as possible
   * @param summary is told of what is counted
   */
  static Pipeline pipeline(
      String input,
      Path output,
      Duration window,
      Duration disorder,
      long rate,
      PageViewSummary summary) {
    Stream<LogLine> lines =
        Stream.from(FileSource.lines(input))
            .named("read")
            .onError(OnError.deadLetter(rejected(output, "undecodable")))
            .via(read -> rate == 0 ? read : read.limitRate((double) rate, tenthOfASecond(rate)))
            .map(LogLine::parse)
            .named("parse")
            .onError(OnError.deadLetter(rejected(output, "part")))
            .withEventTime(LogLine::time, EventTime.outOfOrderBy(disorder))
            .peek(summary::parsed);

    WindowedResults<String, LogLine, Long> views =
        lines
            .filter(LogLine::isPageView)
            .keyBy(LogLine::page)
            .window(Windows.tumbling(window))
            .aggregate(VIEWS_PER_PAGE, Aggregators.count());

    Stream<PageCount> counts = views.map(PageCount::of).peek(summary::counted);
    return Pipeline.of(
        counts.to("counts", FileSink.jsonLines(output, PageCount.class).replaceExisting()),
        views.late().map(LogLine::text).to("late", lines(output.resolve("late"))),
        counts
            .keyBy(PageCount::page)
            .window(Windows.global())
            .aggregate(VIEWS_IN_ALL, Aggregators.sumLong(PageCount::count))
            .window(Windows.global())
            .aggregate("busiest", Aggregators.topN(PageViewSummary.SHOWN, PageViewSummary::compare))
            .to("table", Sinks.forEach(top -> summary.busiest(top.value()))));
  }

  /** Takes lines that are no log lines ("part"), or no text ("undecodable"). */
  private static Sink<FailedItem> rejected(Path output, String prefix) {
    return lines(output.resolve("rejected"))
        .prefix(prefix)
        .compose(failed -> failed.item().toString().replace("\r", "\\r"));
  }

  private static FileSink<String> lines(Path directory) {
    return FileSink.lines(directory).replaceExisting();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    state.check();
    if (state.directory.isPresent() && (input.isEmpty() || output.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "--state needs --input and --output: what to go on with next time");
    }
    String from =
        InputFiles.givenOrSample(
            input, spec, "access.log", () -> SampleLog.lines(1, 60), System.out);
    Path to = output(from);

    PageViewSummary summary = new PageViewSummary();
    try (Job job = pipeline(from, to, window, disorder, rate, summary).start(options())) {
      if (state.console) {
        StateConsole.start(job, System.in, System.out);
        job.await();
      } else {
        new ProgressLine(job, System.out).showUntilOver();
      }
      if (state.directory.isPresent()) { // what earlier starts have counted is in the files alone
        boolean stopped = job.status() instanceof JobStatus.Stopped;
        System.out.println(stopped ? "stopped: the next start goes on here" : summary.table());
        System.out.println(
            "the counts are in " + to + ", the state is in " + state.directory.get());
        return 0;
      }
      System.out.println(summary.text(job.progress()));
      System.out.println("the counts are in " + to);
      return summary.addsUp(job.progress()) ? 0 : 1;
    }
  }

  /** A job that goes on replaces nothing; a new one says what it replaces. */
  private Path output(String from) throws IOException {
    return state.goesOn()
        ? OutputDirectory.given(output, from, spec).orElseThrow()
        : OutputDirectory.givenOrFresh(output, from, spec, System.out);
  }

  private JobOptions options() {
    JobOptions options = state.on(JobOptions.defaults().name("page-views"));
    if (rate > 0) { // a checkpoint waits for the batch that is being read
      options = options.batchSize(Math.min(options.batchSize(), tenthOfASecond(rate)));
    }
    return parallelism.isPresent() ? options.parallelism(parallelism.get()) : options;
  }

  private static int tenthOfASecond(long rate) {
    return Math.toIntExact(Math.max(1, rate / 10));
  }
}
