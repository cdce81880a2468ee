package io.streamflow.runtime;

import io.streamflow.checkpoint.SourcePosition;
import io.streamflow.checkpoint.TaskPart;
import io.streamflow.state.DurableBackend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One task's part in the checkpoints of its job. At a barrier the task prepares its sinks and
 * freezes its state, which takes no longer however much there is; the frozen state is turned into
 * bytes in slices between batches; when nothing is left, the task acknowledges. When the checkpoint
 * is stored, the task commits its sinks. Used by the task's thread, but for {@link #request} and
 * {@link #stored}.
 */
final class TaskCheckpoints {

  /** Hears of the task's progress, on the task's thread. */
  interface Listener {
    /** The task has given its part of the checkpoint at hand. */
    void acknowledged(int task, TaskPart part, long pauseNanos);

    /** The task has committed its sinks for the checkpoint stored last. */
    void committed(int task);

    /** The task's input has ended and everything was handed on. */
    void inputEnded(int task);

    /** A source task that was asked to stop has nothing left that could not be read again. */
    void drained(int task);

    /** So much of the task's state has changed that a checkpoint should not wait. */
    void dirty();

    /** Whether so much has changed that sources should wait until it is stored. */
    void full(int task, boolean isFull);
  }

  /** A checkpoint that source tasks are to begin. */
  private record Request(long epoch, boolean last) {}

  /**
   * While frozen state is left, one part of the time goes to it and so many to the items: a
   * checkpoint has to come to its end where batches are slow, and items must not wait for it.
   */
  private static final int OTHER_WORK_PER_WRITING = 2;

  private final int task;
  private final DurableBackend state;
  private final TaskWriters writers;
  private final RestoredOutputs restored;
  private final Map<String, Long> watermarks;
  private final Listener listener;
  private final CrashPoint.Chance crash;
  private final int entriesPerSlice;
  private final LongSupplier paceNanos;
  private final ChangeBounds bounds;
  private Runnable waker = () -> {};
  private Consumer<List<SourcePosition>> whenStored = _ -> {};
  private volatile @Nullable Request requested;
  private volatile long stored;
  private volatile boolean held;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private boolean hasNews;
  private long taken;
  private long committed;
  private boolean leaving;

  /** Whether the listener was told that the state is full. */
  private boolean full;

  /** Whether frozen state waits to be turned into bytes. */
  private boolean unwritten;

  private List<SourcePosition> positions = List.of();
  private long pauseNanos;

  /** When frozen state was frozen, or some of it was turned into bytes. */
  private long workedLastNanos;

  /**
   * For one task.
   *
   * @param watermarks those restored, of the task's stateful steps
   * @param entriesPerSlice how many frozen entries are turned into bytes between two batches at
   *     least
   * @param paceNanos the time: as long as it goes on meanwhile, more are, where batches take long
   * @param bounds how much may change before the listener hears of it
   */
  TaskCheckpoints(
      int task,
      DurableBackend state,
      TaskWriters writers,
      RestoredOutputs restored,
      Map<String, Long> watermarks,
      Listener listener,
      CrashPoint.Chance crash,
      int entriesPerSlice,
      LongSupplier paceNanos,
      ChangeBounds bounds) {
    this.task = task;
    this.taken = restored.epoch();
    this.stored = restored.epoch();
    this.committed = restored.epoch();
    this.state = state;
    this.writers = writers;
    this.restored = restored;
    this.watermarks = new HashMap<>(watermarks);
    this.listener = listener;
    this.crash = crash;
    this.entriesPerSlice = entriesPerSlice;
    this.paceNanos = paceNanos;
    this.bounds = bounds;
  }

  /** What else lets the task look for news: where it waits. Before it runs. */
  void wakeBy(Runnable action) {
    waker = action;
  }

  /** Who hears of the positions whose checkpoint is stored and committed. Before it runs. */
  void whenStored(Consumer<List<SourcePosition>> listening) {
    whenStored = listening;
  }

  /** Commits what was prepared before the job went on; when the writers are open. */
  void open() {
    writers.commitRestored(restored);
  }

  /** Asks a source task to begin a checkpoint. Any thread. */
  void request(long epoch, boolean last) {
    requested = new Request(epoch, last);
    wake();
  }

  /** The checkpoint of an epoch is stored. Any thread. */
  void stored(long epoch) {
    stored = epoch;
    wake();
  }

  /** Lets a source task read nothing, or again. Any thread. */
  void hold(boolean isHeld) {
    held = isHeld;
    wake();
  }

  /** Whether a source task is to read nothing until a checkpoint is stored. */
  boolean isHeld() {
    return held;
  }

  private void wake() {
    lock.lock();
    try {
      hasNews = true;
      news.signal();
    } finally {
      lock.unlock();
    }
    waker.run();
  }

  /** The barrier that a source task is to send now, if it was asked to. */
  Element.@Nullable Barrier due() {
    Request request = requested;
    return request != null && request.epoch > taken
        ? new Element.Barrier(request.epoch, request.last)
        : null;
  }

  /**
   * Ends an epoch, at its barrier.
   *
   * @param watermark the task's
   */
  void take(Element.Barrier barrier, List<SourcePosition> newPositions, long watermark) {
    commitStored(); // of the epoch before, which is stored, or this one would not have begun
    long started = System.nanoTime();
    writers.prepare(barrier.epoch());
    crash.at(CrashPoint.PREPARED);
    state.freeze();
    watermarks.replaceAll((_, reached) -> Math.max(reached, watermark));
    positions = newPositions;
    unwritten = true;
    taken = barrier.epoch();
    leaving = barrier.last();
    pauseNanos = System.nanoTime() - started;
    workedLastNanos = paceNanos.getAsLong();
    crash.at(CrashPoint.FROZEN);
  }

  /** Does what is due beside the items; whether there was anything. */
  boolean work() {
    boolean worked = unwritten || stored > committed;
    if (unwritten) {
      writeSlice();
    } else if (worked) {
      commitStored();
    }
    state.evict();
    weigh();
    return worked;
  }

  /** Tells how much has changed, if it is much: what only a commit makes room for. */
  private void weigh() {
    long unsettled = state.unsettledBytes();
    if (taken == committed
        && (unsettled > bounds.earlyBytes() || state.dirtyBytes() > bounds.dirtyBytes())) {
      listener.dirty();
    }
    boolean isFull = unsettled >= bounds.fullBytes();
    if (isFull != full) {
      full = isFull;
      listener.full(task, full);
    }
  }

  private void writeSlice() {
    long untilNanos = paceNanos.getAsLong();
    untilNanos += (untilNanos - workedLastNanos) / OTHER_WORK_PER_WRITING;
    boolean all;
    do {
      all = state.serialize(entriesPerSlice);
    } while (!all && paceNanos.getAsLong() - untilNanos < 0);
    workedLastNanos = paceNanos.getAsLong();
    if (!all) {
      crash.at(CrashPoint.SLICE);
      return;
    }
    unwritten = false;
    listener.acknowledged(
        task,
        new TaskPart(positions, Map.copyOf(watermarks), writers.outputs(), state.takeWrites()),
        pauseNanos);
  }

  private void commitStored() {
    long newest = stored;
    if (newest > committed) {
      state.committed();
      crash.at(CrashPoint.BEFORE_COMMIT);
      writers.commit();
      crash.at(CrashPoint.AFTER_COMMIT);
      committed = newest;
      whenStored.accept(positions);
      listener.committed(task);
    }
  }

  /** Lets the test driver crash here. */
  void reached(CrashPoint point) {
    crash.at(point);
  }

  /** The task's input has ended. */
  void inputEnded() {
    listener.inputEnded(task);
  }

  /** Nothing is left that could not be read again. */
  void drained() {
    listener.drained(task);
  }

  /** Whether the job's last checkpoint was taken, so that nothing more is to be read. */
  boolean isLeaving() {
    return leaving;
  }

  /** Whether the job's last checkpoint is stored and its output committed. */
  boolean isOver() {
    return leaving && committed == taken;
  }

  /** Waits until there may be something to do, but no longer than this. */
  void awaitNews(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!hasNews && left > 0) {
        left = news.awaitNanos(left);
      }
      hasNews = false;
    } finally {
      lock.unlock();
    }
  }
}
