package io.streamflow.connectors.kafka;

import io.streamflow.function.MapFunction;
import io.streamflow.spi.Delivery;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.OutboxOptions;
import io.streamflow.spi.OutboxSink;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.io.Serial;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes to a Kafka topic, which must exist.
 *
 * <p>In a durable job exactly-once: output is stored with each checkpoint and then written in one
 * Kafka transaction, together with a mark, which is an offset of a consumer group named like the
 * transactions. Whatever dies at whatever moment, readers with {@code
 * isolation.level=read_committed} see each record once; nothing hangs on a time-out, and nothing
 * has to be computed again the same way. They see it when its checkpoint is over. {@link
 * #atLeastOnce} is sooner. A job without checkpoints always writes at once, without transactions.
 *
 * <p>A record that would be refused, as too large or for a partition that is not there, is an error
 * of its item.
 *
 * <p>Immutable; connects when a job starts.
 *
 * @param <T> the items
 */
public final class KafkaSink<T> implements OutboxSink<T> {
  @Serial private static final long serialVersionUID = 1L;

  private final SinkSettings settings;
  private final RecordWriting<T> writing;
  private final OutboxOptions options;
  private final SharedTarget shared = new SharedTarget();

  private KafkaSink(SinkSettings settings, RecordWriting<T> writing, OutboxOptions options) {
    this.settings = settings;
    this.writing = writing;
    this.options = options;
  }

  static <T> KafkaSink<T> of(String bootstrap, String topic, RecordWriting<T> writing) {
    return new KafkaSink<>(
        new SinkSettings(bootstrap, topic, Map.of(), null), writing, OutboxOptions.defaults());
  }

  /** Gives each record a key, as text. Records of one key are in one partition, in their order. */
  public KafkaSink<T> key(MapFunction<? super T, String> key) {
    return key(key, KafkaFormat.text());
  }

  /** Gives each record a key. Records of one key are in one partition, in their order. */
  public <K> KafkaSink<T> key(MapFunction<? super T, ? extends K> key, KafkaFormat<K> format) {
    return with(writing.key(key, format));
  }

  /**
   * Chooses the partition of each record, from 0. Without it the key does, as with every Kafka
   * client, or the producer where there is none.
   */
  public KafkaSink<T> partition(MapFunction<? super T, Integer> partition) {
    return with(writing.partition(partition));
  }

  /** Gives each record headers, in place of those it had. */
  public KafkaSink<T> headers(MapFunction<? super T, List<KafkaHeader>> headers) {
    return with(writing.headers(headers));
  }

  /** Gives each record a timestamp. Without it, it is the time at which the sink was given it. */
  public KafkaSink<T> timestamp(MapFunction<? super T, Instant> timestamp) {
    return with(writing.timestamp(timestamp));
  }

  private KafkaSink<T> with(RecordWriting<T> other) {
    return new KafkaSink<>(settings, other, options);
  }

  /**
   * Sets a property of the Kafka clients, such as {@code security.protocol} or {@code
   * compression.type}.
   *
   * @throws IllegalArgumentException for one that the sink sets itself; says what to do instead
   */
  public KafkaSink<T> property(String name, String value) {
    return new KafkaSink<>(settings.with(name, value), writing, options);
  }

  /**
   * Names the transactions, and the group that has the mark. Without it the name is made of those
   * of job, step and topic. No two sinks may have the same at once.
   */
  public KafkaSink<T> transactionalId(String id) {
    if (id.isBlank()) {
      throw new IllegalArgumentException("the transactional id must not be blank");
    }
    return new KafkaSink<>(
        new SinkSettings(settings.bootstrap(), settings.topic(), settings.properties(), id),
        writing,
        options);
  }

  /**
   * Sets how much output may wait, and how often a delivery is tried; {@code maxRecordBytes} does
   * not count here, as {@code max.request.size} does.
   */
  public KafkaSink<T> outbox(OutboxOptions bounds) {
    return new KafkaSink<>(settings, writing, bounds);
  }

  /**
   * Writes items as they come, in a durable job too: nothing is lost, but what came after the last
   * checkpoint before a crash shows twice. Call it last.
   */
  public Sink<T> atLeastOnce() {
    return new DirectSink<>(this);
  }

  ProducerRecord<byte[], byte[]> record(T item) throws Exception {
    ProducerRecord<byte[], byte[]> record = writing.record(settings.topic(), item);
    TargetTopic topic = shared.topic();
    if (topic != null) {
      topic.check(record);
    }
    return record;
  }

  @Override
  public byte[] encode(T item) throws Exception {
    return StoredRecord.bytes(record(item));
  }

  @Override
  public Delivery connect(DeliveryContext context) throws Exception {
    String id =
        Objects.requireNonNullElseGet(
            settings.transactionalId(),
            () -> context.job() + "." + context.step() + "." + settings.topic());
    return new KafkaDelivery(settings.in(context.job(), context.step()), context, id, shared);
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.COMMITTING;
  }

  @Override
  public OutboxOptions options() {
    return options.maxRecordBytes(Integer.MAX_VALUE); // encode has checked it
  }

  /**
   * {@inheritDoc}
   *
   * @throws java.io.IOException when Kafka does not answer within {@code default.api.timeout.ms}, a
   *     minute unless set; when the topic does not exist or may not be written to, or a property is
   *     wrong
   */
  @Override
  public SinkWriter<T> open(SinkContext context) throws Exception {
    if (context.restoredEpoch().isEmpty()) {
      return openDirect(context);
    }
    shared.acquire(settings.in(context.job(), context.step()), true);
    return new StoringWriter<>(OutboxSink.super.open(context), new Once(shared::release));
  }

  SinkWriter<T> openDirect(SinkContext context) throws Exception {
    SinkSettings named = settings.in(context.job(), context.step());
    shared.acquire(named, false);
    try {
      return new DirectWriter<>(this, shared.producer(named), named, new Once(shared::release));
    } catch (Throwable e) {
      shared.release();
      throw e;
    }
  }

  @Override
  public String description() {
    return "kafka " + settings.topic();
  }
}
