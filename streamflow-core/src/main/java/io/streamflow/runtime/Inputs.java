package io.streamflow.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All channels into one task, under one lock: many tasks put in, one takes out. What crosses are
 * batches, so a lock per element costs little and a waiting task needs only one place to wait.
 */
final class Inputs {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final List<BoundedChannel> channels = new ArrayList<>();
  private final int capacity;
  private final BitSet blocked = new BitSet();
  private int waiting;
  private boolean woken;
  private int turn;
  private int from;

  /** For channels that hold this many batches each. */
  Inputs(int capacity) {
    this.capacity = capacity;
  }

  /** Opens one more channel; its number is the count of those before. */
  Channel open() {
    BoundedChannel channel = new BoundedChannel();
    channels.add(channel);
    return channel;
  }

  int count() {
    return channels.size();
  }

  /**
   * The next element of any channel that is not blocked, in turn, or null when none comes within
   * {@code maxWaitNanos}, or before {@link #wake} is called. Called by the one task that reads.
   *
   * @throws InterruptedException when the job is being cancelled
   */
  @Nullable Element take(long maxWaitNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = maxWaitNanos;
      while (true) {
        Element element = waiting == 0 ? null : poll();
        if (element != null) {
          return element;
        }
        if (woken || left <= 0) {
          woken = false;
          return null;
        }
        left = notEmpty.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Element poll() {
    for (int tried = 0; tried < channels.size(); tried++) {
      turn = turn + 1 == channels.size() ? 0 : turn + 1;
      Element element = blocked.get(turn) ? null : channels.get(turn).poll();
      if (element != null) {
        from = turn;
        return element;
      }
    }
    return null;
  }

  /** Lets the reader return from {@link #take} soon, now or the next time. Any thread. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Leaves what a channel brings where it is, until {@link #unblock}. Called by the reader. */
  void block(int channel) {
    lock.lock();
    try {
      blocked.set(channel);
    } finally {
      lock.unlock();
    }
  }

  /** Takes from all channels again. Called by the reader. */
  void unblock() {
    lock.lock();
    try {
      blocked.clear();
    } finally {
      lock.unlock();
    }
  }

  /** The channel brings data, seen at a watermark of the reader's. Called by the reader. */
  void active(int channel, long watermark) {
    BoundedChannel active = channels.get(channel);
    Channel.Noticed before = active.noticed;
    if (before == null || before.idle() < active.idle) {
      active.noticed = new Channel.Noticed(active.idle, watermark);
    }
  }

  /** The channel brings nothing for now. Called by the reader. */
  void idle(int channel) {
    channels.get(channel).idle++;
  }

  /** The channel that the element taken last came from. Read by the task only. */
  int from() {
    return from;
  }

  /** How many elements wait in each channel; any thread. */
  int[] queued() {
    lock.lock();
    try {
      return channels.stream().mapToInt(channel -> channel.queue.size()).toArray();
    } finally {
      lock.unlock();
    }
  }

  /** How many elements wait. */
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  private final class BoundedChannel implements Channel {
    private final Queue<Element> queue = new ArrayDeque<>();
    private final Condition notFull = lock.newCondition();

    /** How many times the writer was idle; the reader's. */
    private long idle;

    private volatile @Nullable Noticed noticed;

    @Override
    public @Nullable Noticed noticed() {
      return noticed;
    }

    @Override
    public boolean offer(Element element) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        if (queue.size() >= capacity) {
          return false;
        }
        add(element);
        return true;
      } finally {
        lock.unlock();
      }
    }

    private void add(Element element) {
      queue.add(element);
      waiting++;
      notEmpty.signal();
    }

    @Override
    public void send(Element element) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (queue.size() >= capacity) {
          notFull.await();
        }
        add(element);
      } finally {
        lock.unlock();
      }
    }

    /** Takes the first element; the lock is held. */
    @Nullable Element poll() {
      Element element = queue.poll();
      if (element != null) {
        waiting--;
        if (queue.size() == capacity / 2) { // not at once: waking it for each element is dear
          notFull.signal();
        }
      }
      return element;
    }
  }

  /** How long {@link #take} waits when nothing else is due. */
  static final long LONG_WAIT_NANOS = TimeUnit.HOURS.toNanos(1);
}
