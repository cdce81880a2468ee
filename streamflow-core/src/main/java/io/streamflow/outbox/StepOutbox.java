package io.streamflow.outbox;

import io.streamflow.checkpoint.PendingOutbox;
import io.streamflow.checkpoint.SinkOutbox;
import io.streamflow.job.OutboxView;
import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.OutboxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One sink's outbox: subtasks append to the file of their epoch, the coordinator seals it and
 * stores the checkpoint that tells of it, the relay delivers what is stored. They meet under this
 * object's lock. Tasks wait for room only while something is stored that the relay can deliver, so
 * that the wait has an end; an epoch that outgrows the bound by itself asks for a checkpoint
 * instead.
 */
final class StepOutbox {
  private final String sink;
  private final OutboxDirectory directory;
  private final OutboxOptions options;
  private final Runnable full;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** What is being written, by epoch: subtasks come to a barrier one after the other. */
  private final TreeMap<Long, OutboxFile> open = new TreeMap<>();

  /** What is stored and not delivered. */
  private final Deque<PendingOutbox> pending = new ArrayDeque<>();

  /** What the checkpoint being stored adds. */
  private @Nullable PendingOutbox sealed;

  private Optional<OutboxMark> confirmed;

  /** Delivered; the last checkpoint still tells of their files. */
  private List<OutboxMark> delivered = new ArrayList<>();

  /** Of these, those that the checkpoint being stored tells of no more. */
  private List<OutboxMark> dropping = List.of();

  private boolean unbounded;

  /** Since when each of what is pending has been. */
  private final Deque<Long> pendingSinceNanos = new ArrayDeque<>();

  /**
   * As a checkpoint knows it.
   *
   * @param full called when there should be a checkpoint, without the lock
   */
  StepOutbox(SinkOutbox restored, OutboxDirectory directory, OutboxOptions options, Runnable full) {
    this.sink = restored.sink();
    this.directory = directory;
    this.options = options;
    this.full = full;
    this.confirmed = restored.confirmed();
    restored.pending().forEach(this::becomesPending);
  }

  private void becomesPending(PendingOutbox output) {
    pending.add(output);
    pendingSinceNanos.add(System.nanoTime());
  }

  /** What is shown of it. */
  OutboxView view(Optional<String> failure) {
    lock.lock();
    try {
      return new OutboxView(
          sink,
          pending.size(),
          pending.stream().mapToLong(PendingOutbox::fileBytes).sum(),
          Optional.ofNullable(pendingSinceNanos.peek())
              .map(since -> Duration.ofNanos(System.nanoTime() - since)),
          failure);
    } finally {
      lock.unlock();
    }
  }

  String sink() {
    return sink;
  }

  Path file(PendingOutbox output) {
    return directory.file(output.mark());
  }

  /**
   * Takes a chunk of a subtask's records.
   *
   * @param mayWait false at a barrier, which is to pass
   */
  void append(
      long epoch, int subtask, long sequence, int count, byte[] bytes, int length, boolean mayWait)
      throws IOException, InterruptedException {
    boolean outgrown;
    lock.lockInterruptibly();
    try {
      while (mayWait && !unbounded && isOver() && !pending.isEmpty()) {
        changed.await();
      }
      OutboxFile file = open.get(epoch);
      if (file == null) {
        file = directory.begin(OutboxMark.random(epoch));
        open.put(epoch, file);
      }
      file.append(subtask, sequence, count, bytes, length);
      outgrown = isOver() && pending.isEmpty() && sealed == null;
    } finally {
      lock.unlock();
    }
    if (outgrown) {
      full.run();
    }
  }

  private boolean isOver() {
    long bytes = 0;
    for (PendingOutbox output : pending) {
      bytes += output.fileBytes();
    }
    for (OutboxFile file : open.values()) {
      bytes += file.bytes();
    }
    return bytes > options.maxPendingBytes();
  }

  /** Lets tasks write on whatever is not delivered: the sources are to end. */
  void unbound() {
    lock.lock();
    try {
      unbounded = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether another checkpoint may be made. */
  boolean hasRoom() {
    lock.lock();
    try {
      return pending.size() < options.maxPendingEpochs();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing waits to be delivered. */
  boolean isDelivered() {
    lock.lock();
    try {
      return pending.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Ends an epoch's output, of which every subtask has written its last; whether there is any. */
  boolean seal(long epoch) throws IOException {
    OutboxFile file;
    lock.lock();
    try {
      file = open.remove(epoch);
    } finally {
      lock.unlock();
    }
    PendingOutbox output = file == null ? null : file.seal(); // forcing it may take its time
    lock.lock();
    try {
      sealed = output;
    } finally {
      lock.unlock();
    }
    return output != null;
  }

  /** What the checkpoint that is to be stored now tells of it. */
  SinkOutbox toStore() {
    lock.lock();
    try {
      dropping = delivered;
      delivered = new ArrayList<>();
      return known(sealed);
    } finally {
      lock.unlock();
    }
  }

  /** What is known of it. */
  SinkOutbox known() {
    lock.lock();
    try {
      return known(null);
    } finally {
      lock.unlock();
    }
  }

  private SinkOutbox known(@Nullable PendingOutbox added) {
    List<PendingOutbox> all = new ArrayList<>(pending);
    if (added != null) {
      all.add(added);
    }
    return new SinkOutbox(sink, confirmed, all);
  }

  /** The checkpoint is stored: what it added may be delivered. */
  void stored() throws IOException {
    List<OutboxMark> rubbish;
    lock.lock();
    try {
      if (sealed != null) {
        becomesPending(sealed);
        sealed = null;
      }
      rubbish = dropping;
      dropping = List.of();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    directory.delete(rubbish);
  }

  /** The oldest that is stored and not delivered. */
  Optional<PendingOutbox> next() {
    lock.lock();
    try {
      return Optional.ofNullable(pending.peek());
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is to be delivered, or until the mark is to be written again. */
  void awaitNext() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.NANOSECONDS.convert(options.refresh());
      while (pending.isEmpty() && left > 0) {
        left = changed.awaitNanos(Math.min(left, TimeUnit.DAYS.toNanos(1)));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Everything up to this is in the target. */
  void confirm(OutboxMark newest) {
    lock.lock();
    try {
      while (!newest.equals(confirmed.orElse(null))) {
        PendingOutbox output = pending.remove();
        pendingSinceNanos.remove();
        confirmed = Optional.of(output.mark());
        if (output.fileBytes() > 0) {
          delivered.add(output.mark());
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Discards what no checkpoint tells of; nobody writes any more. */
  void close() throws IOException {
    lock.lock();
    try {
      for (OutboxFile file : open.values()) {
        file.discard();
      }
      open.clear();
    } finally {
      lock.unlock();
    }
  }
}
