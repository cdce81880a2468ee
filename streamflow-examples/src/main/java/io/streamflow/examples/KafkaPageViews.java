package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.connectors.json.Json;
import io.streamflow.connectors.kafka.Kafka;
import io.streamflow.connectors.kafka.KafkaSource;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Counts page views per page and window, from a Kafka topic to another, exactly-once. */
@Command(
    name = "kafka-page-views",
    description = "Count the views of each page per window, from a Kafka topic to another.")
public final class KafkaPageViews implements Callable<Integer> {
  @Option(
      names = "--bootstrap",
      paramLabel = "<host:port>",
      defaultValue = "localhost:9092",
      description = "The brokers to begin with (default: ${DEFAULT-VALUE}).")
  private String bootstrap = "";

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
      names = "--state",
      paramLabel = "<directory>",
      required = true,
      description = "What to go on from when started again; its parent must be there.")
  private Path state = Path.of("");

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
      defaultValue = "5s",
      description = "How far out of order events may be (default: ${DEFAULT-VALUE}).")
  private Duration disorder = Duration.ZERO;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "<duration>",
      converter = OptionValues.PositiveDuration.class,
      defaultValue = "1s",
      description =
          "From one checkpoint, and one transaction, to the next (default: ${DEFAULT-VALUE}).")
  private Duration checkpointInterval = Duration.ZERO;

  @Option(
      names = "--to-end",
      description = "End at what is in the input now, instead of running until stopped.")
  private boolean toEnd;

  private Pipeline pipeline() {
    KafkaSource<SiteEvent> source = Kafka.source(bootstrap, input, Json.of(SiteEvent.class));
    return Stream.from(toEnd ? source.bounded() : source)
        .withEventTime(SiteEvent::time, EventTime.outOfOrderBy(disorder))
        .keyBy(SiteEvent::path)
        .window(Windows.tumbling(window))
        .aggregate("counts", Aggregators.count())
        .map(PageCount::of)
        .to(
            "page-counts",
            Kafka.sink(bootstrap, output, Json.of(PageCount.class))
                .key(PageCount::page)
                .timestamp(PageCount::windowEnd));
  }

  @Override
  public Integer call() throws InterruptedException {
    JobOptions options =
        JobOptions.durable(state)
            .name("kafka-page-views")
            .exactlyOnce()
            .checkpointInterval(checkpointInterval);
    try (Job job = pipeline().start(options)) {
      job.await();
    }
    return 0;
  }
}
