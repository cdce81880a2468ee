package io.streamflow.connectors.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A log that is gone with the process; a request is safe as soon as it is in. */
final class MemoryLog implements EventLog {
  private static final long DEFAULT_PENDING_BYTES = 64L << 20;

  private final KnownIds ids;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition grown = lock.newCondition();
  private final Queue<Entry> entries = new ArrayDeque<>();
  private long usedBytes;
  private final long first;
  private long next;
  private boolean refusing;

  /** Begins with the event of a number. */
  MemoryLog(long first, KnownIds ids, Limits limits) {
    this.first = first;
    this.next = first;
    this.ids = ids;
    this.maxBytes =
        limits.pendingBytes() > 0
            ? limits.pendingBytes()
            : Math.max(DEFAULT_PENDING_BYTES, 2L * limits.bodyBytes());
  }

  @Override
  public Appended append(Entry entry, Duration patience) throws InterruptedException {
    long bytes = EntryFormat.size(entry);
    long left = TimeUnit.NANOSECONDS.convert(patience);
    lock.lockInterruptibly();
    try {
      while (!refusing && usedBytes + bytes > maxBytes) {
        if (left <= 0) {
          return Appended.FULL;
        }
        left = room.awaitNanos(left);
      }
      if (refusing) {
        return Appended.CLOSED;
      }
      usedBytes += bytes;
      Entry numbered = entry.from(next);
      next = numbered.next();
      entries.add(numbered);
      ids.add(numbered);
      grown.signal();
      return Appended.SAFE;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Entry next(long maxWaitMillis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(maxWaitMillis);
    lock.lockInterruptibly();
    try {
      while (entries.isEmpty() && left > 0) {
        left = grown.awaitNanos(left);
      }
      Entry entry = entries.poll();
      if (entry != null) {
        usedBytes -= EntryFormat.size(entry);
        room.signalAll();
      }
      return entry;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long first() {
    return first;
  }

  @Override
  public KnownIds ids() {
    return ids;
  }

  @Override
  public void refuse() {
    lock.lock();
    try {
      refusing = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String position(long number) {
    return LogPosition.inMemory(number).text();
  }

  @Override
  public void release(long number) {
    // what was read is gone already
  }

  @Override
  public void close() {
    refuse();
  }
}
