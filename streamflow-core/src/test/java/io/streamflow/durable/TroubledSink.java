package io.streamflow.durable;

import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A committing sink in memory whose calls fail, or wait, as often as the test says. */
final class TroubledSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final transient List<T> visible = new ArrayList<>();
  private final transient Map<Integer, List<T>> prepared = new HashMap<>();
  private final transient AtomicInteger failPrepares = new AtomicInteger();
  private final transient AtomicInteger failCommits = new AtomicInteger();
  private final transient AtomicInteger failAfterCommits = new AtomicInteger();
  final transient AtomicInteger prepares = new AtomicInteger();
  private transient volatile CountDownLatch prepareGate = new CountDownLatch(0);
  private transient volatile CountDownLatch commitGate = new CountDownLatch(0);

  /** How many calls are waiting at a gate. */
  final transient AtomicInteger waiting = new AtomicInteger();

  /** The next so many calls of prepare fail. */
  void failPrepares(int times) {
    failPrepares.set(times);
  }

  /** The next so many commits fail before they do anything. */
  void failCommits(int times) {
    failCommits.set(times);
  }

  /** The next so many commits fail when they are done. */
  void failAfterCommits(int times) {
    failAfterCommits.set(times);
  }

  /** Prepare waits from now on, until the latch is counted down. */
  CountDownLatch holdPrepares() {
    prepareGate = new CountDownLatch(1);
    return prepareGate;
  }

  /** Commit waits from now on, until the latch is counted down. */
  CountDownLatch holdCommits() {
    commitGate = new CountDownLatch(1);
    return commitGate;
  }

  /** What was committed. */
  List<T> visible() {
    synchronized (visible) {
      return List.copyOf(visible);
    }
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.COMMITTING;
  }

  @Override
  public SinkWriter<T> open(SinkContext context) {
    return new Writer();
  }

  private void pass(CountDownLatch gate) throws InterruptedException {
    waiting.incrementAndGet();
    try {
      gate.await();
    } finally {
      waiting.decrementAndGet();
    }
  }

  private static void fail(AtomicInteger times, String what) {
    if (times.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException(what + " fails");
    }
  }

  private final class Writer implements CommittingSinkWriter<T> {
    private final List<T> pending = new ArrayList<>();

    @Override
    public void write(T item) {
      pending.add(item);
    }

    @Override
    public void flush() {}

    @Override
    public byte[] prepare(long epoch) throws InterruptedException {
      pass(prepareGate);
      fail(failPrepares, "prepare");
      synchronized (visible) {
        int id = prepares.getAndIncrement();
        prepared.put(id, List.copyOf(pending));
        pending.clear();
        return ByteBuffer.allocate(Integer.BYTES).putInt(id).array();
      }
    }

    @Override
    public void commit(long epoch, byte[] bytes) throws InterruptedException {
      pass(commitGate);
      fail(failCommits, "commit");
      synchronized (visible) {
        List<T> items = prepared.remove(ByteBuffer.wrap(bytes).getInt());
        if (items != null) {
          visible.addAll(items);
        }
      }
      fail(failAfterCommits, "commit, having done its work,");
    }

    @Override
    public void close() {}
  }
}
