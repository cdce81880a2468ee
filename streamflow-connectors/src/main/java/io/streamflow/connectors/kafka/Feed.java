package io.streamflow.connectors.kafka;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Fetcher} has fetched of one partition and its reader has not taken yet. As soon as
 * that is a little, the fetcher pauses the partition: the rest stays with the client, as bytes and
 * not as objects. Besides, the client asks a broker for more only while it has nothing left of any
 * of its partitions that is not paused.
 */
final class Feed {
  private static final long CAPACITY_BYTES = 1 << 19;

  /** What a record takes beside its contents, roughly. */
  private static final int RECORD_BYTES = 64;

  /**
   * Records in a row.
   *
   * @param records what a poll returned; may be empty, when only marks of transactions were passed
   * @param next where the partition goes on after them
   */
  record Chunk(List<ConsumerRecord<byte[], byte[]>> records, OffsetAndMetadata next) {
    private long bytes() {
      long bytes = 0;
      for (ConsumerRecord<byte[], byte[]> record : records) {
        bytes +=
            RECORD_BYTES
                + Math.max(0, record.serializedKeySize())
                + Math.max(0, record.serializedValueSize());
      }
      return bytes;
    }
  }

  private final Fetcher fetcher;
  private final TopicPartition partition;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();
  private volatile boolean paused;
  private volatile long logEnd = -1;
  private volatile @Nullable Exception failure;

  Feed(Fetcher fetcher, TopicPartition partition) {
    this.fetcher = fetcher;
    this.partition = partition;
  }

  Fetcher fetcher() {
    return fetcher;
  }

  TopicPartition partition() {
    return partition;
  }

  /** Takes a chunk; the fetcher's thread, and never a third one. */
  void put(Chunk chunk) {
    waitingBytes.addAndGet(chunk.bytes()); // first, so that it never falls below what waits
    chunks.add(chunk);
  }

  /** The fetcher has heard where the log ends; behind the last committed transaction. */
  void logEnd(long offset) {
    logEnd = offset;
  }

  /** Where the log ended when the fetcher heard of it last; empty before that. */
  OptionalLong logEnd() {
    long known = logEnd;
    return known < 0 ? OptionalLong.empty() : OptionalLong.of(known);
  }

  boolean isFull() {
    return waitingBytes.get() >= CAPACITY_BYTES;
  }

  boolean isPaused() {
    return paused;
  }

  /** Noted by the fetcher's thread. */
  void paused(boolean isPaused) {
    paused = isPaused;
  }

  /** Nothing follows what is here. */
  void fail(Exception cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /**
   * The next chunk, waited for no longer than this; null when there is none. The reader's thread.
   *
   * @throws Exception what ended the fetching, after all that came before it
   */
  @Nullable Chunk take(long maxWaitMillis) throws Exception {
    Exception ended = failure; // read before the queue: what came before it is then in there
    Chunk chunk =
        maxWaitMillis > 0 && ended == null
            ? chunks.poll(maxWaitMillis, TimeUnit.MILLISECONDS)
            : chunks.poll();
    if (chunk != null) {
      waitingBytes.addAndGet(-chunk.bytes());
    } else if (ended != null) {
      throw ended;
    }
    if (paused && !isFull()) {
      fetcher.resume(this);
    }
    return chunk;
  }
}
