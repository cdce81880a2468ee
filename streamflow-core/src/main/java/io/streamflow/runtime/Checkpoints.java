package io.streamflow.runtime;

import io.streamflow.checkpoint.Manifest;
import io.streamflow.checkpoint.PendingCheckpoint;
import io.streamflow.checkpoint.TaskPart;
import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.CheckpointsView;
import io.streamflow.metrics.CheckpointHistory;
import io.streamflow.outbox.Outboxes;
import io.streamflow.state.EpochWrites;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of one run of a job, one at a time: {@link #begin} asks the source tasks, the
 * tasks give their parts, {@link #store} writes everything in one transaction and tells the tasks.
 * Tasks and the coordinator meet under this object's monitor; {@code begin} and {@code store} are
 * the coordinator's.
 */
final class Checkpoints implements TaskCheckpoints.Listener {
  private final StateDirectory directory;
  private final Outboxes outboxes;
  private final CrashPoint.Chance crash;
  private final BitSet running = new BitSet();
  private final BitSet reading = new BitSet();
  private final BitSet uncommitted = new BitSet();
  private final BitSet full = new BitSet();
  private List<TaskCheckpoints> tasks = List.of();
  private List<TaskCheckpoints> sources = List.of();
  private @Nullable PendingCheckpoint pending;
  private long begunNanos;
  private long pauseNanos;
  private boolean dirty;
  private Manifest last;
  private Optional<CheckpointInfo> newest = Optional.empty();

  Checkpoints(StateDirectory directory, Outboxes outboxes, CrashPoint.Chance crash) {
    this.directory = directory;
    this.outboxes = outboxes;
    this.crash = crash;
    this.last = directory.manifest();
  }

  /** Takes note of the tasks, in the order of their numbers, before they run. */
  void tasks(List<Task> all) {
    List<TaskCheckpoints> parts = new ArrayList<>();
    List<TaskCheckpoints> begin = new ArrayList<>();
    for (Task task : all) {
      TaskCheckpoints part = task.checkpoints();
      if (part == null) {
        throw new IllegalStateException("task " + task.name() + " takes no part in checkpoints");
      }
      if (task instanceof SourceTask) {
        reading.set(parts.size());
        begin.add(part);
      }
      running.set(parts.size());
      parts.add(part);
    }
    tasks = List.copyOf(parts);
    sources = List.copyOf(begin);
  }

  /**
   * Stores the marks that new sinks are to plant in their targets; before anything is delivered.
   *
   * @throws io.streamflow.store.StateStoreException when they cannot be stored
   */
  void plantMarks() {
    if (outboxes.isPlanted()) {
      commit(last.withOutboxes(outboxes.toStore()));
    }
  }

  private void commit(Manifest same) {
    directory.commit(same, List.of());
    outboxes.stored();
    synchronized (this) {
      last = same;
    }
  }

  /** Opens the next epoch and asks the source tasks for its barrier. */
  void begin(boolean isLast) {
    long epoch;
    synchronized (this) {
      epoch = last.epoch() + 1;
      pending = new PendingCheckpoint(epoch, tasks.size());
      begunNanos = System.nanoTime();
      pauseNanos = 0;
      dirty = false;
    }
    sources.forEach(source -> source.request(epoch, isLast));
  }

  /** Whether a checkpoint waits for parts, or to be stored. */
  synchronized boolean isPending() {
    return pending != null;
  }

  /** Whether every task has given its part. */
  synchronized boolean isComplete() {
    return pending != null && pending.isComplete();
  }

  /**
   * Stores the complete checkpoint, which makes it the one to go on from, and tells the tasks.
   *
   * @throws io.streamflow.store.StateStoreException when it cannot be stored; the last one stays
   */
  CheckpointInfo store() {
    Manifest manifest;
    List<EpochWrites> writes;
    synchronized (this) {
      PendingCheckpoint complete = pending;
      if (complete == null) {
        throw new IllegalStateException("no checkpoint was begun");
      }
      manifest = directory.manifest(complete, last.positions());
      writes = complete.writes();
    }
    crash.at(CrashPoint.BEFORE_STORE);
    outboxes.seal(manifest.epoch());
    crash.at(CrashPoint.OUTBOX_SEALED);
    manifest = manifest.withOutboxes(outboxes.toStore());
    directory.commit(manifest, writes);
    crash.at(CrashPoint.AFTER_STORE);
    outboxes.stored();
    CheckpointInfo info;
    synchronized (this) {
      last = manifest;
      pending = null;
      info =
          new CheckpointInfo(
              manifest.epoch(),
              Instant.now(),
              Duration.ofNanos(System.nanoTime() - begunNanos),
              Duration.ofNanos(pauseNanos),
              writes.stream().mapToLong(EpochWrites::size).sum(),
              writes.stream().mapToLong(EpochWrites::bytes).sum());
      newest = Optional.of(info);
      uncommitted.set(0, tasks.size());
    }
    tasks.forEach(task -> task.stored(info.epoch()));
    return info;
  }

  /**
   * Notes in the directory that all output of the last checkpoint is committed, and what is
   * delivered, so that a copy of it, or a job that goes on from it, has nothing left to do.
   */
  void noteCommitted() {
    commit(last.withoutOutputs().withOutboxes(outboxes.toStore()));
  }

  /** Whether all output that is stored is delivered. */
  boolean allDelivered() {
    return outboxes.areDelivered();
  }

  /** Whether another checkpoint may be made, as far as outboxes go. */
  boolean hasRoom() {
    return outboxes.haveRoom();
  }

  /** Waits until {@code condition} holds, which is asked under the monitor, or until the time. */
  synchronized void await(BooleanSupplier condition, long untilNanos) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      long left = untilNanos - System.nanoTime();
      if (left <= 0) {
        return;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  /** Waits until {@code condition} holds, which is asked under the monitor. */
  synchronized void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      wait();
    }
  }

  /** Whether {@code condition} holds, which is asked under the monitor. */
  synchronized boolean holds(BooleanSupplier condition) {
    return condition.getAsBoolean();
  }

  /** Lets those who wait ask again. */
  synchronized void wake() {
    notifyAll();
  }

  /** Whether the input of every task has ended. */
  synchronized boolean allEnded() {
    return running.isEmpty();
  }

  /** Whether no source task has anything left that could not be read again. */
  synchronized boolean allDrained() {
    return reading.isEmpty();
  }

  /** Whether the output of the checkpoint stored last is committed everywhere. */
  synchronized boolean allCommitted() {
    return uncommitted.isEmpty();
  }

  /** Whether so much state has changed that a checkpoint should not wait. */
  synchronized boolean isDirty() {
    return dirty;
  }

  /** Whether the sources have read on since the checkpoint that the run began with. */
  synchronized boolean haveProgressed() {
    return !Set.copyOf(last.positions()).equals(Set.copyOf(directory.manifest().positions()));
  }

  /** The checkpoint stored last, if this run has stored any. */
  synchronized Optional<CheckpointInfo> newest() {
    return newest;
  }

  /** What is shown of them. */
  synchronized CheckpointsView view(Duration interval, CheckpointHistory history, RunViews views) {
    PendingCheckpoint waiting = pending;
    return new CheckpointsView(
        interval,
        history.completed(),
        history.failures(),
        history.recent(),
        waiting == null
            ? Optional.empty()
            : Optional.of(
                new CheckpointsView.Pending(
                    waiting.epoch(),
                    Duration.ofNanos(System.nanoTime() - begunNanos),
                    waiting.missing().stream()
                        .mapToObj(task -> views.shortName(views.tasks().get(task)))
                        .toList())),
        directory.fileBytes(),
        directory.logBytes());
  }

  @Override
  public synchronized void acknowledged(int task, TaskPart part, long pausedNanos) {
    PendingCheckpoint waiting = pending;
    if (waiting != null) {
      waiting.add(task, part);
      pauseNanos = Math.max(pauseNanos, pausedNanos);
      notifyAll();
    }
  }

  @Override
  public synchronized void committed(int task) {
    uncommitted.clear(task);
    notifyAll();
  }

  @Override
  public synchronized void inputEnded(int task) {
    running.clear(task);
    notifyAll();
  }

  @Override
  public synchronized void drained(int task) {
    reading.clear(task);
    notifyAll();
  }

  @Override
  public synchronized void dirty() {
    if (!dirty && pending == null) { // else the one at hand is what is asked for
      dirty = true;
      notifyAll();
    }
  }

  @Override
  public synchronized void full(int task, boolean isFull) {
    boolean were = !full.isEmpty();
    full.set(task, isFull);
    if (were == full.isEmpty()) {
      sources.forEach(source -> source.hold(isFull));
    }
  }
}
