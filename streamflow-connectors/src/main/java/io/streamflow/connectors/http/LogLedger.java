package io.streamflow.connectors.http;

import io.streamflow.connectors.http.LogDirectory.Whole;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What those who append, the writer and the reader of a log tell each other: the requests that
 * wait, the segments that are safe, and how much room they take. Any thread.
 */
final class LogLedger {
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Condition grown = lock.newCondition();

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Deque<Whole> segments;
  private long usedBytes;
  private long released;
  private boolean refusing;
  private boolean closing;
  private @Nullable IOException broken;

  /** A request that waits to be safe; its answer is why it is not. */
  record Waiting(Entry entry, CompletableFuture<Optional<IOException>> failure) {
    Waiting(Entry entry) {
      this(entry, new CompletableFuture<>());
    }
  }

  /**
   * What the writer is to do.
   *
   * @param group the requests to be made safe together
   * @param released the number of the event before which nothing need be read again
   */
  record Work(List<Waiting> group, long released) {}

  LogLedger(Deque<Whole> segments, long maxBytes) {
    this.segments = segments;
    this.maxBytes = maxBytes;
    this.usedBytes = segments.stream().mapToLong(Whole::end).sum();
  }

  /**
   * Hands a request to the writer, when there is room for it in time; then it is empty, and the
   * request will be answered.
   *
   * @throws IOException when the log is broken
   */
  Optional<EventLog.Appended> submit(Waiting request, Duration patience)
      throws IOException, InterruptedException {
    long bytes = EntryFormat.size(request.entry);
    long left = TimeUnit.NANOSECONDS.convert(patience);
    lock.lockInterruptibly();
    try {
      while (!refusing && broken == null && usedBytes + bytes > maxBytes) {
        if (left <= 0) {
          return Optional.of(EventLog.Appended.FULL);
        }
        left = room.awaitNanos(left);
      }
      throwIfBroken();
      if (refusing) {
        return Optional.of(EventLog.Appended.CLOSED);
      }
      usedBytes += bytes;
      waiting.add(request);
      work.signal();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void throwIfBroken() throws IOException {
    if (broken != null) {
      throw new IOException(broken.getMessage(), broken);
    }
  }

  /** What is next, for a writer that has seen to {@code releasedSeen}; empty at the end. */
  Optional<Work> awaitWork(long releasedSeen) {
    lock.lock();
    try {
      while (waiting.isEmpty() && released == releasedSeen && !closing) {
        work.awaitUninterruptibly();
      }
      if (waiting.isEmpty() && closing) {
        return Optional.empty();
      }
      List<Waiting> group = new ArrayList<>(waiting);
      waiting.clear();
      return Optional.of(new Work(group, released));
    } finally {
      lock.unlock();
    }
  }

  /** The last segment has more in it, which may be read. */
  void grown(Whole whole) {
    lock.lock();
    try {
      segments.removeLast();
      segments.addLast(whole);
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** There is a new segment. */
  void begun(Whole whole) {
    lock.lock();
    try {
      segments.addLast(whole);
      usedBytes += whole.end();
    } finally {
      lock.unlock();
    }
  }

  /** These are not in the log, and take no room. */
  void refused(List<Waiting> group) {
    lock.lock();
    try {
      group.forEach(request -> usedBytes -= EntryFormat.size(request.entry));
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing can be said of the log any more. */
  void breakDown(IOException why) {
    lock.lock();
    try {
      broken = why;
      room.signalAll();
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Why the log is broken, if it is. */
  Optional<IOException> broken() {
    lock.lock();
    try {
      return Optional.ofNullable(broken);
    } finally {
      lock.unlock();
    }
  }

  /** The segments, but for the last, that have nothing from an event on. */
  List<Whole> needless(long number) {
    lock.lock();
    try {
      Segment last = segments.getLast().segment();
      return segments.stream()
          .filter(segment -> !segment.segment().equals(last) && segment.next() <= number)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** A segment is deleted. */
  void dropped(Whole segment) {
    lock.lock();
    try {
      segments.remove(segment);
      usedBytes -= segment.end();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The segment with the event of a number; null when it is not there in time.
   *
   * @throws IOException when the log is broken
   */
  @Nullable Whole awaitSegment(long number, long maxWaitMillis)
      throws IOException, InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(maxWaitMillis);
    lock.lockInterruptibly();
    try {
      while (true) {
        throwIfBroken();
        if (segments.getLast().next() > number) {
          for (Whole segment : segments) {
            if (segment.next() > number) {
              return segment;
            }
          }
        }
        if (left <= 0) {
          return null;
        }
        left = grown.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing before an event need be read again. */
  void release(long number) {
    lock.lock();
    try {
      released = Math.max(released, number);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more requests. */
  void refuse() {
    lock.lock();
    try {
      refusing = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The writer ends when nothing waits. */
  void close() {
    lock.lock();
    try {
      refusing = true;
      closing = true;
      room.signalAll();
      work.signal();
    } finally {
      lock.unlock();
    }
  }
}
