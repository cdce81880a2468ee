package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.connectors.file.FileSource;
import io.streamflow.connectors.json.Json;
import io.streamflow.connectors.kafka.Kafka;
import io.streamflow.connectors.kafka.KafkaSource;
import io.streamflow.connectors.minikv.MiniKv;
import io.streamflow.job.Job;
import io.streamflow.job.OnError;
import io.streamflow.spi.Sink;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Counts page views per page and window, from a Kafka topic to another or to MiniKV. */
@Command(
    name = "kafka-page-views",
    description = "Count the views of each page per window, from a Kafka topic to another.")
public final class KafkaPageViews implements Callable<Integer> {
  /** The value of an option that was given without one. */
  private static final String HERE = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--input",
      paramLabel = "<topic>",
      defaultValue = "page-views",
      description = "Events as JSON with id, client, time and path (default: ${DEFAULT-VALUE}).")
  private String input = "";

  @Option(
      names = "--output",
      paramLabel = "<topic>",
      defaultValue = "page-counts",
      description = "Where the counts go, by page (default: ${DEFAULT-VALUE}).")
  private String output = "";

  @Option(
      names = "--minikv",
      paramLabel = "<url>",
      arity = "0..1",
      fallbackValue = HERE,
      description =
          "Write to the MiniKV store there instead, such as http://localhost:8000; without <url>, to"
              + " a store like it in this JVM.")
  private Optional<String> minikv = Optional.empty();

  @Option(
      names = "--fill",
      paramLabel = "<log>",
      arity = "0..1",
      fallbackValue = HERE,
      description =
          "First write the page views of a web server's log (combined format; may be .gz) to the"
              + " input; without <log>, or without --bootstrap, of a sample.")
  private Optional<String> fill = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "<duration>",
      converter = OptionValues.PositiveDuration.class,
      defaultValue = "1m",
      description = "How long a window is (default: ${DEFAULT-VALUE}).")
  private Duration window = Duration.ZERO;

  @Option(
      names = "--disorder",
      paramLabel = "<duration>",
      converter = OptionValues.AnyDuration.class,
      defaultValue = "1m",
      description = "How far out of order events may be (default: ${DEFAULT-VALUE}).")
  private Duration disorder = Duration.ZERO;

  @Option(
      names = "--share",
      paramLabel = "<n/m>",
      converter = ShareOfWork.Converter.class,
      description =
          "Read only this share of the partitions, such as 2/4: others of the four read the rest.")
  private Optional<ShareOfWork> share = Optional.empty();

  @Mixin private KafkaOptions options = new KafkaOptions();

  /** From the page views in a log to a topic, in the order of the log for each page. */
  private static Pipeline filling(String log, String bootstrap, String topic) {
    return Stream.from(FileSource.lines(log))
        .named("read")
        .onError(OnError.skip())
        .map(LogLine::parse)
        .named("parse")
        .onError(OnError.skip())
        .filter(LogLine::isPageView)
        .map(line ->
            new SiteEvent(UUID.randomUUID().toString(), line.client(), line.time(), line.page()))
        .to(
            "topic",
            Kafka.sink(bootstrap, topic, Json.of(SiteEvent.class))
                .key(
                    SiteEvent::path) // so that all of a page are in one partition, and in one share
                .timestamp(SiteEvent::time));
  }

  private Stream<PageCount> counts(String bootstrap) {
    KafkaSource<SiteEvent> all = Kafka.source(bootstrap, input, Json.of(SiteEvent.class));
    KafkaSource<SiteEvent> source =
        share.map(own -> all.share(own.number() - 1, own.of())).orElse(all);
    return Stream.from(options.bounded() ? source.bounded() : source)
        .named("read")
        .withEventTime(SiteEvent::time, EventTime.outOfOrderBy(disorder))
        .keyBy(SiteEvent::path)
        .window(Windows.tumbling(window))
        .aggregate("counts", Aggregators.count())
        .map(PageCount::of);
  }

  private void check() throws IOException {
    options.check();
    if (input.equals(output) && minikv.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--input and --output are the same topic");
    }
    if (minikv.filter(HERE::equals).isPresent() && options.state.isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "--minikv without <url> is a store in memory, and --state would outlive it: give a <url>");
    }
    if (minikv.filter(url -> !url.equals(HERE)).isPresent()) {
      try {
        var _ = MiniKv.sink(minikv.get());
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--minikv: " + e.getMessage(), e);
      }
    }
    Optional<String> log = fill.filter(file -> !file.equals(HERE));
    if (log.isPresent()) {
      InputFiles.check("--fill", log.get(), spec);
    }
  }

  @Override
  public Integer call() throws Exception {
    check();
    List<String> topics = minikv.isPresent() ? List.of(input) : List.of(input, output);
    try (KafkaStage stage = KafkaStage.open(options, spec, KafkaPageViews::note, topics)) {
      if (fill.isPresent() || options.bootstrap.isEmpty()) {
        String file =
            fill.orElse(HERE).equals(HERE)
                ? stage.sample("access.log", () -> SampleLog.lines(1, 60)).toString()
                : fill.get();
        stage.fill(filling(file, stage.bootstrap(), input), input, file);
      }
      if (stage.isEnding()) {
        return 0;
      }
      if (minikv.isEmpty()) {
        intoTopic(stage);
      } else if (minikv.get().equals(HERE)) {
        try (LocalStore store = LocalStore.start()) {
          intoStore(stage, store.gateway());
        }
      } else {
        intoStore(stage, minikv.get());
      }
      stage.sayWhatIsLeft();
    }
    return 0;
  }

  private void intoTopic(KafkaStage stage) throws Exception {
    Sink<PageCount> sink =
        Kafka.sink(stage.bootstrap(), output, Json.of(PageCount.class))
            .key(PageCount::page)
            .timestamp(PageCount::windowEnd);
    run(stage, counts(stage.bootstrap()).to("page-counts", sink), "topic " + output);
    Map<String, Long> views = new TreeMap<>();
    boolean all =
        stage
            .kafka()
            .committed(output)
            .read(
                Json.of(PageCount.class),
                count -> views.merge(count.page(), count.count(), Long::sum));
    show(views, "in topic " + output + (all ? "" : ", as far as it could be read in time"));
  }

  private void intoStore(KafkaStage stage, String gateway) throws Exception {
    StoredCounts stored = new StoredCounts(gateway);
    run(
        stage,
        counts(stage.bootstrap()).peek(stored::written).to("page-counts", stored.sink()),
        "the store at " + gateway);
    Map<String, Long> views = new TreeMap<>();
    stored.read(count -> views.merge(count.page(), count.count(), Long::sum));
    show(views, "in the store at " + gateway + ", " + stored.shown());
  }

  private void run(KafkaStage stage, Pipeline pipeline, String target) throws InterruptedException {
    System.out.printf(
        Locale.ROOT,
        "counting views per page and window of %s, from topic %s into %s, exactly-once, %s%n",
        window.toString().substring(2).toLowerCase(Locale.ROOT),
        input,
        target,
        options.bounded() ? "to the end" : "until stopped");
    try (Job job =
        pipeline.start(stage.durable("counts" + share.map(ShareOfWork::suffix).orElse("")))) {
      new ProgressLine(job, System.out).showUntilOver();
      System.out.printf(
          Locale.ROOT,
          "%,d views read by this start, %,d of them late%n",
          job.progress().itemsRead(),
          job.progress().late());
    }
  }

  private static void show(Map<String, Long> views, String where) {
    System.out.println(PageViewSummary.table(views, " " + where));
    System.out.printf(
        Locale.ROOT, "%,10d  in all%n", views.values().stream().mapToLong(Long::longValue).sum());
  }

  private static void note(String line) {
    System.out.println(line);
  }
}
