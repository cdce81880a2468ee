package io.streamflow.connectors.kafka;

import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads one partition from what a {@link Fetcher} brings. Used by one thread at a time.
 *
 * @param <T> the items
 */
final class KafkaSourceReader<T> implements SourceReader<T> {
  /** After so many records without an item a call returns, so that a bad topic holds up nothing. */
  private static final int MAX_REJECTED = 4096;

  /** How a record is shown that cannot be decoded. */
  private static final RecordReading.Records<byte[], byte[]> RAW =
      new RecordReading.Records<>(new KafkaFormats.Bytes(), new KafkaFormats.Bytes());

  private final KafkaSession session;
  private final Runnable release;
  private final TopicPartition partition;
  private final RecordReading<T> reading;
  private final Feed feed;
  private Iterator<ConsumerRecord<byte[], byte[]>> records = Collections.emptyIterator();
  private OffsetAndMetadata next;

  /** Where it began: what of a position does not change. */
  private final KafkaPosition begun;

  private final long end;
  private long at;
  private Optional<Integer> leaderEpoch = Optional.empty();

  /** Reads from {@code position} on; {@code release} gives the session back. */
  KafkaSourceReader(
      KafkaSession session,
      Runnable release,
      TopicPartition partition,
      KafkaPosition position,
      RecordReading<T> reading) {
    this.session = session;
    this.release = release;
    this.partition = partition;
    this.begun = position;
    this.end = position.end().orElse(Long.MAX_VALUE);
    this.at = position.offset();
    this.next = position.forKafka();
    this.reading = reading;
    this.feed = session.fetch(partition, position);
  }

  @Override
  public Status read(SourceOutput<T> out, long maxWaitMillis) throws Exception {
    session.check(partition.topic(), begun.topicId());
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxWaitMillis);
    boolean found = false;
    for (int rejected = 0; at < end && !out.isFull() && rejected < MAX_REJECTED; ) {
      if (!records.hasNext()) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        Feed.Chunk chunk = feed.take(found ? 0 : Math.max(left, 0));
        if (chunk == null) {
          break;
        }
        records = chunk.records().iterator();
        next = chunk.next();
        if (!records.hasNext()) {
          moveTo(next.offset(), next.leaderEpoch());
        }
        continue;
      }
      ConsumerRecord<byte[], byte[]> record = records.next();
      if (record.offset() >= end) {
        moveTo(record.offset(), Optional.empty());
        break;
      }
      rejected += hand(record, out) ? 0 : 1;
      found = true;
      if (records.hasNext()) {
        moveTo(record.offset() + 1, record.leaderEpoch());
      } else {
        moveTo(next.offset(), next.leaderEpoch()); // past marks of transactions, too
      }
    }
    return at < end ? Status.OPEN : Status.ENDED;
  }

  private void moveTo(long offset, Optional<Integer> epoch) {
    at = offset;
    if (epoch.isPresent()) {
      leaderEpoch = epoch;
    }
  }

  /** Hands an item out, or rejects the record and returns false. */
  private boolean hand(ConsumerRecord<byte[], byte[]> record, SourceOutput<T> out)
      throws Exception {
    T item;
    try {
      item = reading.item(record);
    } catch (Exception e) {
      String where = partition + " offset " + record.offset();
      out.reject(RAW.item(record), where, e);
      return false;
    }
    out.emit(item, record.timestamp());
    return true;
  }

  @Override
  public void checkpointed(Offset offset) {
    feed.fetcher().report(partition, offset);
  }

  @Override
  public Offset offset() {
    return begun.at(at, leaderEpoch).asOffset();
  }

  /** To the end of the log, or of what is read of it, as the last fetch has shown it. */
  @Override
  public OptionalLong lag() {
    OptionalLong known = feed.logEnd();
    return known.isEmpty()
        ? known
        : OptionalLong.of(Math.max(0, Math.min(end, known.getAsLong()) - at));
  }

  /** Until the broker has told where the log ends, and until that end is reached. */
  @Override
  public boolean isCatchingUp() {
    return lag().orElse(1) > 0;
  }

  @Override
  public void close() {
    try {
      session.endFetch(feed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      release.run();
    }
  }
}
