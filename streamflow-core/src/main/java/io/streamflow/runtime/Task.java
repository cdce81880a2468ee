package io.streamflow.runtime;

import io.streamflow.checkpoint.SourcePosition;
import io.streamflow.job.JobOptions;
import io.streamflow.job.TaskView.Activity;
import io.streamflow.metrics.BarrierEvent;
import io.streamflow.metrics.TaskMeter;
import io.streamflow.operator.Chain;
import io.streamflow.operator.Items;
import io.streamflow.operator.Probe;
import io.streamflow.operator.StepFailure;
import io.streamflow.operator.TaskContext;
import io.streamflow.operator.TaskInterrupted;
import io.streamflow.operator.Timestamps;
import io.streamflow.state.StateFailure;
import io.streamflow.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One subtask of one stage: a chain, its context and its routers. All methods run on the task's own
 * thread, or, under the test driver, on the driver's; {@link #commit} and {@link #close} run after
 * it.
 */
abstract class Task {

  /** What became of a step of work. */
  enum Outcome {
    /** Something was done; there may be more. */
    WORKED,
    /** Nothing was at hand. */
    WAITED,
    /** The input has ended and everything was handed on. */
    DONE
  }

  /** How long a writer of a busy task may keep items back. */
  private static final long WRITERS_FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** How often others are shown how the task stands. */
  private static final long PUBLISH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How often the age of some items is looked at. */
  private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Without checkpoints a job has one epoch, which ends with its input. */
  private static final long ONLY_EPOCH = 1;

  final TaskContext context;
  final Chain chain;
  private final String name;
  private final List<Router> routers;
  private final long flushAfterNanos;
  private final TaskWriters writers;
  private final @Nullable TaskCheckpoints checkpoints;
  private long watermark = Timestamps.NONE;
  private final Clock clock;
  private final Pace pace;
  private final TaskMeter meter;
  private long publishedAt;
  private boolean unpublished;
  private long sampledAt;
  private long flushedAt;
  private long writersFlushedAt;
  private boolean unflushed;

  Task(
      String name,
      Chain chain,
      TaskContext context,
      List<Router> routers,
      JobOptions options,
      TaskWriters writers,
      @Nullable TaskCheckpoints checkpoints) {
    this.name = name;
    this.chain = chain;
    this.context = context;
    this.routers = List.copyOf(routers);
    this.writers = writers;
    this.checkpoints = checkpoints;
    this.clock = options.clock();
    this.pace = new Pace(options.batchSize());
    this.meter = context.meter();
    this.flushAfterNanos = TimeUnit.NANOSECONDS.convert(options.flushAfter());
  }

  /** What is told of the task. */
  final TaskMeter meter() {
    return meter;
  }

  /** The stage and subtask, as threads and logs show it. */
  final String name() {
    return name;
  }

  /** Opens what the chain and the task need. */
  void open() throws Exception {
    flushedAt = context.nanoTime();
    writersFlushedAt = flushedAt;
    chain.open(context);
    if (checkpoints != null) {
      checkpoints.open();
    }
    context.publishGauges();
    context.sampleLatency();
    meter.begin(Activity.WORKING);
  }

  /**
   * Does a piece of work: takes one element, or fires what is due, or waits for either no longer
   * than {@code maxWaitNanos}.
   */
  final Outcome step(long maxWaitNanos) throws Exception {
    boolean worked = checkpoints != null && checkpoints.work();
    if (checkpoints != null && checkpoints.isLeaving()) {
      return leave(checkpoints, worked, maxWaitNanos);
    }
    worked |= fireDue();
    Outcome outcome = work(0);
    if (outcome == Outcome.WAITED && !worked) {
      if (unflushed) {
        flush();
        outcome = work(0);
      }
      if (outcome == Outcome.WAITED && maxWaitNanos > 0) {
        outcome = work(Math.min(maxWaitNanos, untilSomethingIsDue()));
      }
    }
    switch (outcome) {
      case WORKED -> {
        unflushed = true;
        unpublished = true;
        context.publishCounts();
        long now = context.nanoTime();
        flushIfOld(now);
        sample(now);
        publishIfOld(now);
      }
      case WAITED -> publishIfOld(context.nanoTime());
      case DONE -> {
        return finish();
      }
    }
    return worked && outcome == Outcome.WAITED ? Outcome.WORKED : outcome;
  }

  private void sample(long now) {
    if (now - sampledAt >= SAMPLE_NANOS) {
      sampledAt = now;
      context.sampleLatency();
    }
  }

  private void publishIfOld(long now) {
    if (now - publishedAt >= PUBLISH_NANOS) {
      publishedAt = now;
      unpublished = false;
      publish();
    }
  }

  /** Shows others how the task stands. */
  void publish() {
    if (watermark != Timestamps.NONE) {
      meter.watermark(watermark);
    }
    context.publishGauges();
  }

  /** The job's last checkpoint was taken: only that it is stored and committed is waited for. */
  private Outcome leave(TaskCheckpoints last, boolean worked, long maxWaitNanos)
      throws InterruptedException {
    if (last.isOver()) {
      return Outcome.DONE;
    }
    if (!worked && maxWaitNanos > 0) {
      meter.begin(Activity.WAITING);
      last.awaitNews(maxWaitNanos);
      meter.begin(Activity.WORKING);
    }
    return worked ? Outcome.WORKED : Outcome.WAITED;
  }

  /** Ends an epoch: takes part in its checkpoint, and tells those downstream. */
  final void checkpoint(Element.Barrier barrier, List<SourcePosition> positions) {
    context.publishCounts();
    BarrierEvent event = new BarrierEvent();
    event.begin();
    Objects.requireNonNull(checkpoints).take(barrier, positions, watermark);
    event.passed(name, barrier.epoch());
    broadcast(barrier);
    flushedAt = context.nanoTime();
    unflushed = false;
  }

  /** The part that the task has in checkpoints; null when its job makes none. */
  final @Nullable TaskCheckpoints checkpoints() {
    return checkpoints;
  }

  /** Takes the next piece of input; waits for it no longer than {@code maxWaitNanos}. */
  abstract Outcome work(long maxWaitNanos) throws Exception;

  /**
   * Drives items of a batch through the chain, a few at a time when they are slow; between them
   * fires what is due and sends what has waited long enough.
   */
  final void drive(Chain.Entry entry, Items items, int from, int to) {
    long started = context.nanoTime();
    for (int at = from; at < to; ) {
      int end = Math.min(to, at + pace.items());
      if (context.probe().isDue(pace.items(), started)) {
        end = Math.min(end, at + Probe.ITEMS);
        entry.runProbed(items, at, end, started, context);
      } else {
        entry.run(items, at, end, context);
      }
      long now = context.nanoTime();
      pace.took(end - at, now - started);
      started = now;
      at = end;
      if (at < to) {
        if (Thread.currentThread().isInterrupted()) {
          throw new TaskInterrupted();
        }
        fireDue();
        flushIfOld(now);
        context.publishCounts(); // a whole batch of slow items may take seconds
        publishIfOld(now);
      }
    }
  }

  /** How many items to take in at once. */
  final int pace() {
    return pace.items();
  }

  private boolean fireDue() {
    long due = chain.nextProcessingTime(context);
    if (due == Long.MAX_VALUE) {
      return false;
    }
    long now = now();
    if (due > now) {
      return false;
    }
    chain.processingTime(now, context);
    unflushed = true;
    return true;
  }

  /** What others have not been shown yet must not wait as long as the next item may. */
  private long untilSomethingIsDue() {
    return unpublished ? Math.min(PUBLISH_NANOS, untilNextTimer()) : untilNextTimer();
  }

  /** How long to wait for input at most; a clock that is moved by hand wakes nobody. */
  private long untilNextTimer() {
    long due = chain.nextProcessingTime(context);
    if (due == Long.MAX_VALUE) {
      return Inputs.LONG_WAIT_NANOS;
    }
    long longest = clock.equals(Clock.system()) ? 60_000 : 20;
    return TimeUnit.MILLISECONDS.toNanos(Math.clamp(due - now(), 1, longest));
  }

  /** Now, in milliseconds of the job's clock. */
  final long now() {
    return clock.millis();
  }

  /** Moves the watermark of the stage, and of those after it. */
  final void advance(long merged) {
    if (merged > watermark) {
      long before = watermark;
      watermark = merged;
      chain.advance(before, merged, context);
      for (Router router : routers) {
        router.watermark(merged);
      }
    }
  }

  /** Sends an element to all tasks downstream, after what is kept back for them. */
  final void broadcast(Element element) {
    chain.handOn(context);
    for (Router router : routers) {
      router.broadcast(element);
    }
  }

  private void flushIfOld(long now) {
    if (now - flushedAt >= flushAfterNanos) {
      send();
      flushedAt = now;
      if (now - writersFlushedAt >= WRITERS_FLUSH_NANOS) {
        flush(); // so that what a busy job writes can be seen
      }
    }
  }

  /** Sends what is kept back for other tasks. */
  final void send() {
    routers.forEach(Router::flush);
  }

  /** Sends and writes what is kept back: there is nothing to do, so nobody should wait for it. */
  final void flush() {
    send();
    writers.push();
    flushedAt = context.nanoTime();
    writersFlushedAt = flushedAt;
    unflushed = false;
  }

  /**
   * The input has ended. A durable job's task stays for the checkpoints to come, the last of which
   * is made when all tasks have come so far.
   */
  private Outcome finish() {
    chain.end(context);
    context.publishCounts();
    publish();
    flush();
    if (checkpoints == null) {
      writers.prepare(ONLY_EPOCH);
    }
    broadcast(new Element.End());
    if (checkpoints == null) {
      return Outcome.DONE;
    }
    checkpoints.inputEnded();
    return Outcome.WORKED;
  }

  /** Makes prepared output visible; called once every task of a job without checkpoints is done. */
  final void commit() {
    writers.commit();
  }

  /** Closes everything that was opened; returns what went wrong. */
  List<StepFailure> close() {
    return writers.close();
  }

  static StepFailure failure(String step, String doing, Throwable cause) {
    return switch (cause) {
      case StepFailure already -> already;
      case StateFailure lost -> StepFailure.of(lost);
      default -> new StepFailure(step, doing + ": " + cause, cause);
    };
  }
}
