package io.streamflow.bench.kafka;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.connectors.kafka.Kafka;
import io.streamflow.connectors.kafka.KafkaFormat;
import io.streamflow.connectors.kafka.KafkaRecord;
import io.streamflow.connectors.kafka.KafkaSink;
import io.streamflow.connectors.kafka.Topics;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.spi.Sink;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;

/** The work as a durable StreamFlow job. */
final class StreamFlowJob implements Way.Running {
  private final Job job;

  StreamFlowJob(Setup setup) {
    JobOptions options =
        JobOptions.durable(setup.directory())
            .name(setup.output())
            .parallelism(setup.threads())
            .checkpointInterval(setup.interval());
    job = pipeline(setup).start(setup.exactlyOnce() ? options.exactlyOnce() : options);
  }

  private static Pipeline pipeline(Setup setup) {
    KafkaFormat<String> text = KafkaFormat.text();
    Stream<KafkaRecord<String, String>> records =
        Stream.from(
            Kafka.records(setup.bootstrap(), Topics.of(setup.input()), text, text)
                .property("max.poll.records", Setup.POLL_RECORDS)
                .property("max.partition.fetch.bytes", Setup.FETCH_BYTES));
    KafkaSink<KafkaRecord<String, String>> committing =
        Kafka.recordSink(setup.bootstrap(), setup.output(), text, text)
            .property("linger.ms", Setup.LINGER_MILLIS)
            .property("batch.size", Setup.BATCH_BYTES);
    Sink<KafkaRecord<String, String>> sink =
        setup.exactlyOnce() ? committing : committing.atLeastOnce();
    return switch (setup.work()) {
      case MAP -> records.map(Work::changed).to("out", sink);
      case COUNT ->
          records
              .withEventTime(EventTime.ascending())
              .keyBy(Work::key)
              .window(Windows.tumbling(Work.WINDOW))
              .aggregate("counts", Aggregators.count())
              .map(count ->
                  KafkaRecord.of(
                      count.key(), Work.counted(count.window().startMillis(), count.value())))
              .to("out", sink);
    };
  }

  @Override
  public void check() {
    if (job.status() instanceof JobStatus.Failed(var cause)) {
      throw cause;
    }
  }

  @Override
  public void close() {
    job.close();
  }
}
