package io.streamflow.connectors.kafka.gate;

import io.streamflow.connectors.kafka.KafkaSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Holds a sink in the middle of a transaction. Set as {@code interceptor.classes} of the sink. */
public final class Gate implements ProducerInterceptor<byte[], byte[]> {
  private static final Map<String, Hold> HOLDS = new ConcurrentHashMap<>();

  /** Lets so many records of a topic pass, and holds the next. */
  public static Hold hold(String topic, int pass) {
    Hold hold = new Hold(new AtomicInteger(pass), new CountDownLatch(1), new CountDownLatch(1));
    HOLDS.put(topic, hold);
    return hold;
  }

  /**
   * See {@link #hold}.
   *
   * @param left how many more pass
   * @param reached down when one is held
   * @param gate lets all pass when it is down
   */
  public record Hold(AtomicInteger left, CountDownLatch reached, CountDownLatch gate) {
    /** Lets all pass. */
    public void open() {
      gate.countDown();
    }
  }

  /** For the producer, which makes it. */
  public Gate() {}

  /** A sink that it can hold. */
  public static <T> KafkaSink<T> on(KafkaSink<T> sink) {
    return sink.property("interceptor.classes", Gate.class.getName());
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    Hold hold = HOLDS.get(record.topic());
    if (hold != null && hold.left.getAndDecrement() <= 0) {
      hold.reached.countDown();
      try {
        hold.gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return record;
  }

  @Override
  public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> settings) {}
}
