package io.streamflow.durable;

import io.streamflow.spi.Delivery;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.OutboxBatch;
import io.streamflow.spi.OutboxOptions;
import io.streamflow.spi.OutboxRecord;
import io.streamflow.spi.OutboxSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A target in memory that keeps each record under its key once, in the order of their first
 * arrival, and may break after any of them.
 */
final class KeyedTarget {
  private final Map<String, String> byKey = new HashMap<>();
  private final List<String> order = new ArrayList<>();
  private int repeated;

  /** Whether the connection breaks now. */
  volatile BooleanSupplier breaks = () -> false;

  synchronized List<String> records() {
    return List.copyOf(order);
  }

  /** How many records came again. */
  synchronized int repeated() {
    return repeated;
  }

  private synchronized void put(OutboxRecord record) {
    String text = new String(record.bytes(), StandardCharsets.UTF_8);
    String before = byKey.putIfAbsent(record.key(), text);
    if (before == null) {
      order.add(text);
    } else if (before.equals(text)) {
      repeated++;
    } else {
      throw new AssertionError(record.key() + " was " + before + " and is " + text);
    }
  }

  OutboxSink<Object> sink() {
    return sink(Guarantee.IDEMPOTENT);
  }

  /** One that promises something else. */
  OutboxSink<Object> sink(Guarantee promised) {
    return new KeyedSink(this, promised);
  }

  private static final class KeyedSink implements OutboxSink<Object> {
    private static final long serialVersionUID = 1L;

    private final transient KeyedTarget target;
    private final Guarantee guarantee;

    KeyedSink(KeyedTarget target, Guarantee guarantee) {
      this.target = target;
      this.guarantee = guarantee;
    }

    @Override
    public Guarantee guarantee() {
      return guarantee;
    }

    @Override
    public byte[] encode(Object item) {
      return item.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Delivery connect(DeliveryContext context) {
      return new Connection(target);
    }

    @Override
    public OutboxOptions options() {
      return OutboxOptions.defaults().attempts(3, Duration.ofMillis(1));
    }
  }

  private record Connection(KeyedTarget target) implements Delivery {
    @Override
    public void deliver(OutboxBatch batch) {
      for (OutboxRecord record : batch) {
        if (target.breaks.getAsBoolean()) {
          throw new IllegalStateException("the target is gone");
        }
        target.put(record);
      }
    }

    @Override
    public void close() {}
  }
}
