package io.streamflow.durable;

import io.streamflow.spi.Delivery;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.MarkedDelivery;
import io.streamflow.spi.OutboxBatch;
import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.OutboxOptions;
import io.streamflow.spi.OutboxRecord;
import io.streamflow.spi.OutboxSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * A target in memory that takes records and their mark together, from its newest connection only.
 * Its sinks can be told to fail or to wait.
 */
final class MarkedTarget {
  /** Where a delivery can be cut off. */
  static final int BEFORE = 0;

  static final int AFTER = 1;

  private final List<String> records = new ArrayList<>();
  private Optional<OutboxMark> mark = Optional.empty();
  private int newestConnection;
  final AtomicInteger deliveries = new AtomicInteger();
  final AtomicInteger failures = new AtomicInteger();
  final AtomicInteger waiting = new AtomicInteger();
  volatile CountDownLatch gate = new CountDownLatch(0);

  /** Whether the connection breaks now, before or after its work. */
  volatile IntPredicate breaks = _ -> false;

  synchronized List<String> records() {
    return List.copyOf(records);
  }

  synchronized List<Long> numbers() {
    return records.stream().map(Long::parseLong).toList();
  }

  synchronized Optional<OutboxMark> mark() {
    return mark;
  }

  /** As if it was made anew, or has forgotten, or somebody else wrote. */
  synchronized void mark(Optional<OutboxMark> other) {
    mark = other;
  }

  OutboxSink<Object> sink() {
    return new MarkedSink(this, OutboxOptions.defaults().attempts(3, Duration.ZERO));
  }

  OutboxSink<Object> sink(OutboxOptions options) {
    return new MarkedSink(this, options);
  }

  private synchronized int connect() {
    return ++newestConnection;
  }

  private synchronized void write(int connection, List<String> batch, OutboxBatch of) {
    if (connection != newestConnection) {
      throw new IllegalStateException("fenced: a newer connection is there");
    }
    records.addAll(batch);
    mark = of.mark().or(() -> mark);
  }

  private void pass(int where) throws InterruptedException {
    waiting.incrementAndGet();
    gate.await();
    waiting.decrementAndGet();
    if (breaks.test(where) || failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("the target is gone");
    }
  }

  private static final class MarkedSink implements OutboxSink<Object> {
    private static final long serialVersionUID = 1L;

    private final transient MarkedTarget target;
    private final OutboxOptions options;

    MarkedSink(MarkedTarget target, OutboxOptions options) {
      this.target = target;
      this.options = options;
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
    public Guarantee guarantee() {
      return Guarantee.COMMITTING;
    }

    @Override
    public OutboxOptions options() {
      return options;
    }
  }

  private static final class Connection implements MarkedDelivery {
    private final MarkedTarget target;
    private int number;

    Connection(MarkedTarget target) {
      this.target = target;
    }

    @Override
    public Optional<OutboxMark> newest() {
      number = target.connect();
      return target.mark();
    }

    @Override
    public void deliver(OutboxBatch batch) throws InterruptedException {
      target.deliveries.incrementAndGet();
      if (batch.mark().isEmpty()) {
        number = target.connect(); // a job without checkpoints asks for no mark
      }
      target.pass(BEFORE);
      List<String> records = new ArrayList<>();
      for (OutboxRecord record : batch) {
        records.add(new String(record.bytes(), StandardCharsets.UTF_8));
      }
      if (records.size() != batch.count()) {
        throw new AssertionError(records.size() + " records, not " + batch.count());
      }
      target.write(number, records, batch);
      if (batch.count() > 0 && target.breaks.test(AFTER)) {
        throw new IllegalStateException("the answer is lost");
      }
    }

    @Override
    public void close() {}
  }
}
