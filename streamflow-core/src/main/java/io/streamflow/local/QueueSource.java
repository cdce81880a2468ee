package io.streamflow.local;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue between the application and one job: the application puts items in from any
 * thread, and is held back while the job is slower. Items are kept in memory only, so they cannot
 * be read again after a crash. Stopping the job closes the queue; what was put until then is still
 * processed.
 *
 * @param <T> the items
 */
public final class QueueSource<T> implements Source<T>, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final transient ReentrantLock lock = new ReentrantLock();
  private final transient Condition notFull = lock.newCondition();
  private final transient Condition changed = lock.newCondition();
  private final transient Queue<T> items = new ArrayDeque<>();
  private final int capacity;
  private transient boolean opened;
  private transient boolean closed;
  private transient boolean abandoned;

  QueueSource(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("queue capacity must be at least 1, but is " + capacity);
    }
    this.capacity = capacity;
  }

  /**
   * Puts an item in; waits while the queue is full.
   *
   * @throws IllegalStateException when the queue was closed, or the job that reads it is over: the
   *     item was not taken
   * @throws InterruptedException when interrupted while waiting: the item was not taken
   */
  public void put(T item) throws InterruptedException {
    if (!offer(item, Duration.ofNanos(Long.MAX_VALUE))) {
      throw new IllegalStateException("waited for ever"); // 292 years
    }
  }

  /**
   * Puts an item in; waits while the queue is full, but no longer than {@code timeout}.
   *
   * @return whether the item was taken
   * @throws IllegalStateException when the queue was closed, or the job that reads it is over: the
   *     item was not taken
   */
  public boolean offer(T item, Duration timeout) throws InterruptedException {
    Objects.requireNonNull(item, "item");
    long left = TimeUnit.NANOSECONDS.convert(timeout);
    lock.lockInterruptibly();
    try {
      while (true) {
        if (closed) {
          throw new IllegalStateException("the queue is closed; the item was not taken");
        }
        if (abandoned) {
          throw new IllegalStateException(
              "the job that reads the queue is over; the item was not taken");
        }
        if (items.size() < capacity) {
          items.add(item);
          changed.signal();
          return true;
        }
        if (left <= 0) {
          return false;
        }
        left = notFull.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the stream after the items put so far. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<String> partitions() {
    return List.of("queue");
  }

  @Override
  public SourceReader<T> open(String partition, Optional<Offset> from) {
    lock.lock();
    try {
      if (opened) {
        throw new IllegalStateException("a queue feeds one job, and this one has had its job");
      }
      opened = true;
      return new Reader();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean replayable() {
    return false;
  }

  @Override
  public String description() {
    return "queue of " + capacity;
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a queue lives in one JVM");
  }

  private final class Reader implements SourceReader<T> {
    private long read;

    @Override
    public Status read(SourceOutput<T> out, long maxWaitMillis) throws InterruptedException {
      long left = TimeUnit.MILLISECONDS.toNanos(maxWaitMillis);
      lock.lockInterruptibly();
      try {
        while (items.isEmpty() && !closed && left > 0) {
          left = changed.awaitNanos(left);
        }
        while (!out.isFull() && !items.isEmpty()) {
          T item = items.remove();
          read++;
          out.emit(item);
        }
        notFull.signalAll();
        return closed && items.isEmpty() ? Status.ENDED : Status.OPEN;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean stop() {
      QueueSource.this.close();
      return true;
    }

    @Override
    public Offset offset() {
      return Offset.of(read);
    }

    @Override
    public void close() {
      lock.lock();
      try {
        abandoned = true;
        notFull.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
