package io.streamflow.connectors.kafka;

import io.streamflow.spi.SinkWriter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the records of one subtask as they come, and waits for them when it is flushed. What the
 * producer could not send is an error of the flush, not of an item: no checkpoint may pass it.
 */
final class DirectWriter<T> implements SinkWriter<T>, Callback {
  private final KafkaSink<T> sink;
  private final Producer<byte[], byte[]> producer;
  private final SinkSettings settings;
  private final Runnable release;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private boolean sent;

  DirectWriter(
      KafkaSink<T> sink,
      Producer<byte[], byte[]> producer,
      SinkSettings settings,
      Runnable release) {
    this.sink = sink;
    this.producer = producer;
    this.settings = settings;
    this.release = release;
  }

  @Override
  public void write(T item) throws Exception {
    ProducerRecord<byte[], byte[]> record = sink.record(item);
    sent = true;
    try {
      var _ = producer.send(record, this);
    } catch (InterruptException e) {
      throw Interrupts.of(e);
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** On the producer's thread. */
  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
    if (exception != null) {
      failure.compareAndSet(null, exception);
    }
  }

  /** The producer sends without being told, after {@code linger.ms}. */
  @Override
  public void push() throws IOException {
    throwIfFailed();
  }

  @Override
  public void flush() throws Exception {
    if (!sent) {
      return;
    }
    try {
      producer.flush();
    } catch (InterruptException e) {
      throw Interrupts.of(e);
    }
    throwIfFailed();
    sent = false;
  }

  private void throwIfFailed() throws IOException {
    Exception first = failure.get();
    if (first != null) {
      throw new IOException(
          "topic '%s' at %s could not be written to: %s"
              .formatted(settings.topic(), settings.bootstrap(), first),
          first);
    }
  }

  @Override
  public void close() {
    release.run();
  }
}
