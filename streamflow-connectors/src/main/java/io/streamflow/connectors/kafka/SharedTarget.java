package io.streamflow.connectors.kafka;

import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What the writers of a sink share in a process: what is known of its topic and, outside of
 * transactions, the producer. Made for the first who needs it, closed after the last. Any thread. A
 * copy made by Java serialization begins without.
 */
final class SharedTarget implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private transient volatile @Nullable TargetTopic topic;
  private transient @Nullable Producer<byte[], byte[]> producer;
  private transient int users;

  /**
   * Lets the first one ask for the topic; each call needs a {@link #release}.
   *
   * @throws IOException when the sink could not write there
   */
  synchronized void acquire(SinkSettings settings, boolean inTransactions)
      throws IOException, InterruptedException {
    if (topic == null) {
      try (Admin admin = settings.answers().connect(settings.admin())) {
        topic = TargetTopic.ask(admin, settings, inTransactions);
      }
    }
    users++;
  }

  /** Gives it back. */
  synchronized void release() {
    if (--users == 0) {
      topic = null;
      Producer<byte[], byte[]> open = producer;
      producer = null;
      if (open != null) {
        open.close(Duration.ZERO); // what counts was flushed
      }
    }
  }

  /** The producer of all subtasks. */
  synchronized Producer<byte[], byte[]> producer(SinkSettings settings) throws IOException {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      try {
        open = new KafkaProducer<>(settings.producer());
      } catch (KafkaException e) {
        throw new IOException(
            "cannot make a producer for Kafka at " + settings.bootstrap() + ": " + e.getMessage(),
            e);
      }
      producer = open;
    }
    return open;
  }

  /** Its topic, as it was seen last; null before. */
  @Nullable TargetTopic topic() {
    return topic;
  }

  /** It was seen again. */
  void seen(TargetTopic now) {
    topic = now;
  }
}
