package io.streamflow.connectors.kafka;

import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.MarkedDelivery;
import io.streamflow.spi.OutboxBatch;
import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.OutboxRecord;
import io.streamflow.spi.UnusableTargetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each epoch and its mark in one transaction. The mark is an offset of a group, for the
 * topic's first partition: the epoch is the offset, and the metadata are the mark's id and the
 * topic's. After {@code initTransactions} no older producer of the same name can commit, so reading
 * the mark then and writing the next is a compare-and-set. Used by one thread at a time.
 */
final class KafkaDelivery implements MarkedDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaDelivery.class);

  /** Deliveries that follow each other closely need not each look whether the topic is the same. */
  private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SinkSettings settings;
  private final DeliveryContext context;
  private final String id;
  private final SharedTarget shared;
  private final TopicPartition place;
  private final Admin admin;
  private final Uuid topicId;
  private final Producer<byte[], byte[]> producer;

  /** Names the mark's group; never subscribes, never polls. */
  private final Consumer<byte[], byte[]> marker;

  private long lookedNanos;

  KafkaDelivery(SinkSettings settings, DeliveryContext context, String id, SharedTarget shared)
      throws IOException, InterruptedException, UnusableTargetException {
    boolean first = shared.topic() == null;
    this.settings = settings;
    this.context = context;
    this.id = id;
    this.shared = shared;
    this.place = new TopicPartition(settings.topic(), 0);
    Admin questions = settings.answers().connect(settings.admin());
    Producer<byte[], byte[]> records = null;
    try {
      this.topicId = look(questions).id();
      records = new KafkaProducer<>(settings.producer(id));
      this.marker = new KafkaConsumer<>(settings.marker(id));
    } catch (IOException e) {
      questions.close(Duration.ZERO);
      if (first) { // a job that has begun waits, one that begins had better say so
        throw new UnusableTargetException(String.valueOf(e.getMessage()), e);
      }
      throw e;
    } catch (Throwable e) {
      close(records);
      questions.close(Duration.ZERO);
      throw e;
    }
    this.admin = questions;
    this.producer = records;
  }

  private TargetTopic look(Admin questions) throws IOException, InterruptedException {
    TargetTopic now = TargetTopic.ask(questions, settings, true);
    lookedNanos = System.nanoTime();
    shared.seen(now);
    return now;
  }

  @Override
  public Optional<OutboxMark> newest()
      throws IOException, InterruptedException, UnusableTargetException {
    try {
      producer.initTransactions(); // first, see above
      OffsetAndMetadata found = marker.committed(Set.of(place)).get(place);
      return found == null ? Optional.empty() : mark(found);
    } catch (InterruptException e) {
      throw Interrupts.of(e);
    } catch (InvalidTxnTimeoutException e) {
      throw new UnusableTargetException(problem(e), e);
    } catch (KafkaException e) {
      Optional<String> missing = missing(e);
      if (missing.isPresent()) {
        throw new UnusableTargetException(missing.get(), e);
      }
      throw new IOException(problem(e), e);
    }
  }

  private Optional<String> missing(KafkaException e) {
    return Rights.ofTransactions(e, settings.bootstrap(), settings.topic(), id);
  }

  private String problem(KafkaException e) {
    return "topic '%s' at %s, transactional id and group '%s': %s"
        .formatted(settings.topic(), settings.bootstrap(), id, e);
  }

  private Optional<OutboxMark> mark(OffsetAndMetadata found) throws UnusableTargetException {
    String[] parts = found.metadata().split(" ", -1);
    Optional<OutboxMark> mark =
        parts.length == 2 ? OutboxMark.parse(found.offset() + ":" + parts[0]) : Optional.empty();
    if (mark.isEmpty()) {
      String foreign =
          "group '%s' has the offset %d with '%s' for %s, which is no mark: another program uses it;"
                  .formatted(id, found.offset(), found.metadata(), place)
              + " give the sink another transactionalId(...)";
      throw new UnusableTargetException(foreign, new IOException(foreign));
    }
    if (!parts[1].equals(topicId.toString())) {
      LOG.warn(
          "job '{}', step '{}': topic '{}' was deleted and created again: its id was {} and is {},"
              + " so that the mark {} does not count",
          context.job(),
          context.step(),
          settings.topic(),
          parts[1],
          topicId,
          mark.get());
      return Optional.empty();
    }
    return mark;
  }

  @Override
  public void deliver(OutboxBatch batch)
      throws IOException, InterruptedException, UnusableTargetException {
    if (System.nanoTime() - lookedNanos > LOOK_AGAIN_NANOS) {
      Uuid now = look(admin).id();
      if (!now.equals(topicId)) {
        throw new IOException(
            "topic '%s' at %s was deleted and created again: its id was %s and is %s"
                .formatted(settings.topic(), settings.bootstrap(), topicId, now));
      }
    }
    AtomicReference<@Nullable String> refused = new AtomicReference<>();
    try {
      producer.beginTransaction();
      for (OutboxRecord record : batch) {
        send(StoredRecord.record(settings.topic(), record.bytes()), refused);
      }
      if (batch.mark().isPresent()) {
        OutboxMark mark = batch.mark().get();
        producer.sendOffsetsToTransaction(
            Map.of(place, new OffsetAndMetadata(mark.epoch(), mark.id() + " " + topicId)),
            marker.groupMetadata());
      }
      producer.commitTransaction();
    } catch (InterruptException e) {
      throw Interrupts.of(e);
    } catch (KafkaException e) {
      Optional<String> missing = missing(e);
      if (missing.isPresent()) {
        throw new UnusableTargetException(missing.get(), e);
      }
      String first = refused.get();
      throw new IOException(
          "topic '%s' at %s: %s"
              .formatted(settings.topic(), settings.bootstrap(), first == null ? e : first),
          e);
    }
  }

  private void send(
      ProducerRecord<byte[], byte[]> record, AtomicReference<@Nullable String> refused) {
    var _ =
        producer.send(
            record,
            (_, failure) -> {
              if (failure != null) {
                refused.compareAndSet(null, failure + ", for " + shown(record));
              }
            });
  }

  private static String shown(ProducerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    byte[] value = record.value();
    return "the record with key '%s' and a value of %d bytes"
        .formatted(
            key == null ? "-" : new String(key, StandardCharsets.UTF_8),
            value == null ? 0 : value.length);
  }

  /** Waits for nothing: what is undecided is decided by the brokers, and the mark tells. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // or the clients would leave things open
    interrupted |= isCutShort(() -> producer.close(Duration.ZERO));
    interrupted |= isCutShort(() -> marker.close(CloseOptions.timeout(Duration.ZERO)));
    interrupted |= isCutShort(() -> admin.close(Duration.ZERO));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether an interrupt came meanwhile, which is no reason to leave the next one open. */
  private boolean isCutShort(Runnable closing) {
    try {
      closing.run();
    } catch (KafkaException e) {
      LOG.debug("job '{}', step '{}': closing a client", context.job(), context.step(), e);
    }
    return Thread.interrupted();
  }

  private static void close(@Nullable Producer<byte[], byte[]> producer) {
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
  }
}
