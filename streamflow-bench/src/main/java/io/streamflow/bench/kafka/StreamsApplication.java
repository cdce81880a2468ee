package io.streamflow.bench.kafka;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.TimeWindowedKStream;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** The work as an application of Kafka Streams. */
final class StreamsApplication implements Way.Running {
  /** How it comes to final counts. */
  enum Counting {
    EMIT_ON_CLOSE,
    ON_THE_HEAP,
    SUPPRESS
  }

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final KafkaStreams streams;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  StreamsApplication(Setup setup, Counting counting) {
    streams = new KafkaStreams(topology(setup, counting), properties(setup));
    streams.setUncaughtExceptionHandler(e -> {
      failure.compareAndSet(null, e);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    });
    streams.start();
  }

  private static Topology topology(Setup setup, Counting counting) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, String> records =
        builder.stream(setup.input(), Consumed.with(Serdes.String(), Serdes.String()));
    KStream<String, String> results =
        switch (setup.work()) {
          case MAP -> records.mapValues(value -> Work.changed(value));
          case COUNT ->
              counts(records, counting)
                  .toStream()
                  .map((window, count) ->
                      KeyValue.pair(window.key(), Work.counted(window.window().start(), count)));
        };
    results.to(setup.output(), Produced.with(Serdes.String(), Serdes.String()));
    return builder.build();
  }

  private static KTable<Windowed<String>, Long> counts(
      KStream<String, String> records, Counting counting) {
    TimeWindowedKStream<String, String> windows =
        records.groupByKey().windowedBy(TimeWindows.ofSizeWithNoGrace(Work.WINDOW));
    Materialized<String, Long, WindowStore<Bytes, byte[]>> rocks = Materialized.as("counts");
    return switch (counting) {
      case EMIT_ON_CLOSE -> windows.emitStrategy(EmitStrategy.onWindowClose()).count(typed(rocks));
      case ON_THE_HEAP ->
          windows
              .emitStrategy(EmitStrategy.onWindowClose())
              .count(
                  typed(
                      Materialized.as(
                          Stores.inMemoryWindowStore("counts", Work.WINDOW, Work.WINDOW, false))));
      case SUPPRESS ->
          windows
              .count(typed(rocks))
              .suppress(Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded()));
    };
  }

  private static Materialized<String, Long, WindowStore<Bytes, byte[]>> typed(
      Materialized<String, Long, WindowStore<Bytes, byte[]>> store) {
    return store.withKeySerde(Serdes.String()).withValueSerde(Serdes.Long());
  }

  private static Properties properties(Setup setup) {
    Properties all = new Properties();
    all.put(StreamsConfig.APPLICATION_ID_CONFIG, setup.output());
    all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, setup.bootstrap());
    all.put(StreamsConfig.STATE_DIR_CONFIG, setup.directory().toString());
    all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, setup.threads());
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, setup.interval().toMillis());
    all.put(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        setup.exactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
    all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    // It looks for windows that are over once a second, unless told otherwise.
    all.put(
        StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_WINDOWED_AGGREGATION,
        setup.interval().toMillis());
    all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), Setup.LINGER_MILLIS);
    all.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), Setup.BATCH_BYTES);
    all.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), Setup.POLL_RECORDS);
    all.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        Setup.FETCH_BYTES);
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    return all;
  }

  @Override
  public void check() {
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("Kafka Streams has failed", failed);
    }
  }

  @Override
  public void close() {
    if (!streams.close(CLOSE_TIMEOUT)) {
      throw new IllegalStateException("Kafka Streams takes longer than a while to close");
    }
    check();
  }
}
