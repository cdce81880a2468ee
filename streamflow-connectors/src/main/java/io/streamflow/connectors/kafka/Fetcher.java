package io.streamflow.connectors.kafka;

import io.streamflow.spi.Offset;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka consumer on a platform thread of its own, for some partitions of a source. Tasks never
 * call the consumer: they may be interrupted, which it does not bear, and one consumer serves many
 * partitions. What they want is put into a queue, and the consumer is woken up.
 */
final class Fetcher {
  /** More partitions get another fetcher, since one thread can only unpack so much. */
  private static final int MOST_PARTITIONS = 16;

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final long RETRY_NANOS = 200_000_000;
  private static final Logger LOG = LoggerFactory.getLogger("io.streamflow.kafka");

  private final KafkaSession session;
  private final KafkaSettings settings;
  private final Consumer<byte[], byte[]> consumer;
  private final Thread thread;

  /** Those that are read; changed under the session's lock. */
  private final Map<TopicPartition, Feed> feeds = new ConcurrentHashMap<>();

  /** The same as far as the consumer knows of them; the thread's. */
  private final Map<TopicPartition, Feed> assigned = new HashMap<>();

  private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
  private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();

  /** Whether the last report failed; the thread's. */
  private boolean reportFails;

  private volatile boolean closing;
  private volatile @Nullable Exception failure;

  Fetcher(KafkaSession session, KafkaSettings settings, int number) {
    this.session = session;
    this.settings = settings;
    this.consumer = new KafkaConsumer<>(settings.consumer(number));
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name(settings.context().thread("fetcher-" + number))
            .unstarted(this::run);
  }

  /** Whether another partition fits in; not one that another reader reads through this fetcher. */
  boolean hasRoomFor(TopicPartition partition) {
    return !closing
        && failure == null
        && feeds.size() < MOST_PARTITIONS
        && !feeds.containsKey(partition);
  }

  /** Begins to fetch a partition; under the session's lock. */
  Feed add(TopicPartition partition, KafkaPosition from) {
    Feed feed = new Feed(this, partition);
    feeds.put(partition, feed);
    order(() -> {
      assigned.put(partition, feed);
      consumer.assign(Set.copyOf(assigned.keySet()));
      consumer.seek(partition, from.forKafka());
    });
    Exception ended = failure;
    if (ended != null) {
      feed.fail(ended);
    }
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
    return feed;
  }

  /** Ends to fetch a partition, and itself after the last; under the session's lock. */
  boolean remove(Feed feed) {
    feeds.remove(feed.partition());
    closing = feeds.isEmpty();
    order(() -> {
      assigned.remove(feed.partition());
      consumer.assign(Set.copyOf(assigned.keySet()));
    });
    return closing;
  }

  /** Waits for the end of its thread, as long as the consumer may take to close. */
  void awaitEnd() throws InterruptedException {
    if (!thread.join(CLOSE_TIMEOUT.plus(CLOSE_TIMEOUT))) {
      LOG.warn(
          "{}: the fetcher of {} takes long to close; it is left to itself",
          settings.context(),
          session);
    }
  }

  /** The reader has made room. */
  void resume(Feed feed) {
    order(() -> resumeIfRoom(feed));
  }

  /** Reports a position to the group, if there is one. */
  void report(TopicPartition partition, Offset checkpointed) {
    if (settings.group() != null) {
      OffsetAndMetadata position = KafkaPosition.of(checkpointed).forKafka();
      order(() -> uncommitted.put(partition, position));
    }
  }

  private void order(Runnable order) {
    orders.add(order);
    consumer.wakeup();
  }

  private void run() {
    try {
      while (!closing) {
        followOrders();
        report();
        poll();
      }
    } catch (TopicAuthorizationException e) {
      String topic = e.unauthorizedTopics().stream().sorted().findFirst().orElse("?");
      fail(new IOException(Rights.topic(topic, settings.bootstrap(), AclOperation.READ), e));
    } catch (Exception e) {
      fail(e);
    } catch (Throwable e) {
      fail(new IOException("the fetcher of " + session + " has ended: " + e, e));
    } finally {
      close();
    }
  }

  private void fail(Exception cause) {
    LOG.debug("{}: the fetcher of {} ends", settings.context(), session, cause);
    failure = cause; // first: whoever adds a feed from now on sees it
    feeds.values().forEach(feed -> feed.fail(cause));
  }

  private void followOrders() {
    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
      order.run();
    }
  }

  private void report() {
    if (!uncommitted.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> positions = Map.copyOf(uncommitted);
      uncommitted.clear();
      consumer.commitAsync(positions, (_, failed) -> reported(positions, failed));
    }
  }

  /** Only those who watch the group see something wrong for a while: told once, not each time. */
  private void reported(
      Map<TopicPartition, OffsetAndMetadata> positions, @Nullable Exception failed) {
    if (failed != null && !reportFails) {
      LOG.warn(
          "{}: positions not reported to group '{}': {}: {}",
          settings.context(),
          settings.group(),
          positions,
          failed instanceof GroupAuthorizationException
              ? Rights.group(
                  String.valueOf(settings.group()), settings.bootstrap(), AclOperation.READ)
              : failed.toString());
    }
    reportFails = failed != null;
  }

  private void poll() throws IOException, InterruptedException {
    try {
      if (!closing) {
        deliver(consumer.poll(POLL));
      }
    } catch (WakeupException e) {
      // there is an order
    } catch (OffsetOutOfRangeException e) {
      for (Map.Entry<TopicPartition, Long> lost : e.offsetOutOfRangePartitions().entrySet()) {
        lost(lost.getKey(), lost.getValue());
      }
    } catch (RetriableException e) {
      LOG.warn("{}: {}; tried again", settings.context(), e.toString());
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  private void deliver(ConsumerRecords<byte[], byte[]> records) {
    records
        .nextOffsets()
        .forEach((partition, next) -> {
          Feed feed = assigned.get(partition);
          if (feed != null) {
            noteLogEnd(feed, next.offset());
            feed.put(new Feed.Chunk(records.records(partition), next));
            if (feed.isFull()) {
              consumer.pause(Set.of(partition));
              feed.paused(true);
              resumeIfRoom(feed); // the reader may have made room before it could see the pause
            }
          }
        });
    for (Feed feed : assigned.values()) {
      if (feed.logEnd().isEmpty() && consumer.currentLag(feed.partition()).isPresent()) {
        noteLogEnd(feed, consumer.position(feed.partition())); // answered, with nothing in it
      }
    }
  }

  private void noteLogEnd(Feed feed, long position) {
    consumer.currentLag(feed.partition()).ifPresent(behind -> feed.logEnd(position + behind));
  }

  private void resumeIfRoom(Feed feed) {
    if (feed.isPaused() && !feed.isFull() && assigned.containsValue(feed)) {
      feed.paused(false);
      consumer.resume(Set.of(feed.partition()));
    }
  }

  /** The records from {@code offset} on are not there. */
  private void lost(TopicPartition partition, long offset)
      throws IOException, InterruptedException {
    long oldest = session.offset(partition, OffsetSpec.earliest());
    if (offset < oldest && settings.skipLost()) {
      LOG.warn(
          "{}: {}: records {} to {} are gone and were skipped, as skipLost() allows",
          settings.context(),
          partition,
          offset,
          oldest - 1);
      consumer.seek(partition, oldest);
      return;
    }
    Feed feed = assigned.get(partition);
    if (feed != null) {
      feed.fail(new IOException(lostText(partition, offset, oldest)));
      consumer.pause(Set.of(partition));
    }
  }

  private String lostText(TopicPartition partition, long offset, long oldest)
      throws IOException, InterruptedException {
    if (offset < oldest) {
      return ("%s: records %d to %d are gone: the job goes on at offset %d, but the oldest record is"
              + " now %d, so the topic keeps records for a shorter time than the job was away. To go"
              + " on without them, call skipLost() on the source")
          .formatted(partition, offset, oldest - 1, offset, oldest);
    }
    return ("%s: the job goes on at offset %d, but the log has been cut since: it ends at %d. Records"
            + " that the job has seen are gone; start from an older checkpoint or savepoint")
        .formatted(partition, offset, session.offset(partition, OffsetSpec.latest()));
  }

  /** Waits for what is being reported, too. */
  private void reportLast() {
    for (int wakeups = 0; ; wakeups++) {
      try {
        consumer.commitSync(Map.copyOf(uncommitted), CLOSE_TIMEOUT);
        return;
      } catch (WakeupException e) { // of the order to end
        if (wakeups > 1) {
          throw e;
        }
      }
    }
  }

  private void close() {
    try {
      followOrders();
      if (settings.group() != null) {
        reportLast();
      }
    } catch (Exception e) {
      LOG.warn("{}: the last positions were not reported: {}", settings.context(), e.toString());
    }
    try {
      // Without a wait: else it would wait for the end of the fetch that is under way.
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    } catch (Exception e) {
      LOG.warn("{}: closing the consumer", settings.context(), e);
    }
  }
}
