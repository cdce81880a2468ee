package io.streamflow.runtime;

import io.streamflow.job.JobOptions;
import io.streamflow.operator.Batch;
import io.streamflow.operator.Chain;
import io.streamflow.operator.StepFailure;
import io.streamflow.operator.TaskContext;
import io.streamflow.operator.TaskInterrupted;
import io.streamflow.operator.Timestamps;
import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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

  /** A writer whose output is durable and waits to be made visible. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Prepared(String step, CommittingSinkWriter<?> writer, byte[] bytes) {}

  /** How long a writer of a busy task may keep items back. */
  private static final long WRITERS_FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Without checkpoints a job has one epoch, which ends with its input. */
  private static final long ONLY_EPOCH = 1;

  final TaskContext context;
  final Chain chain;
  private final String name;
  private final List<Router> routers;
  private final long flushAfterNanos;
  private final List<Prepared> prepared = new ArrayList<>();
  private long watermark = Timestamps.NONE;
  private final Clock clock;
  private final Pace pace;
  private long flushedAt;
  private long writersFlushedAt;
  private boolean unflushed;

  Task(String name, Chain chain, TaskContext context, List<Router> routers, JobOptions options) {
    this.name = name;
    this.chain = chain;
    this.context = context;
    this.routers = List.copyOf(routers);
    this.clock = options.clock();
    this.pace = new Pace(options.batchSize());
    this.flushAfterNanos = TimeUnit.NANOSECONDS.convert(options.flushAfter());
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
  }

  /**
   * Does a piece of work: takes one element, or fires what is due, or waits for either no longer
   * than {@code maxWaitNanos}.
   */
  final Outcome step(long maxWaitNanos) throws Exception {
    boolean fired = fireDue();
    Outcome outcome = work(0);
    if (outcome == Outcome.WAITED && !fired) {
      if (unflushed) {
        flush();
        outcome = work(0);
      }
      if (outcome == Outcome.WAITED && maxWaitNanos > 0) {
        outcome = work(Math.min(maxWaitNanos, untilNextTimer()));
      }
    }
    switch (outcome) {
      case WORKED -> {
        unflushed = true;
        context.publishCounts();
        flushIfOld(context.nanoTime());
      }
      case WAITED -> {}
      case DONE -> finish();
    }
    return fired && outcome == Outcome.WAITED ? Outcome.WORKED : outcome;
  }

  /** Takes the next piece of input; waits for it no longer than {@code maxWaitNanos}. */
  abstract Outcome work(long maxWaitNanos) throws Exception;

  /**
   * Drives items of a batch through the chain, a few at a time when they are slow; between them
   * fires what is due and sends what has waited long enough.
   */
  final void drive(Chain.Entry entry, Batch batch, int from, int to) {
    long started = context.nanoTime();
    for (int at = from; at < to; ) {
      int end = Math.min(to, at + pace.items());
      entry.run(batch, at, end, context);
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

  final void broadcast(Element element) {
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
    for (TaskContext.OpenWriter open : context.writers()) {
      try {
        open.writer().flush();
      } catch (Throwable e) {
        throw failed(open.step(), "flushing", e);
      }
    }
    flushedAt = context.nanoTime();
    writersFlushedAt = flushedAt;
    unflushed = false;
  }

  private void finish() {
    chain.end(context);
    context.publishCounts();
    flush();
    for (TaskContext.OpenWriter open : context.writers()) {
      if (open.writer() instanceof CommittingSinkWriter<?> committing) {
        try {
          prepared.add(new Prepared(open.step(), committing, committing.prepare(ONLY_EPOCH)));
        } catch (Throwable e) {
          throw failed(open.step(), "preparing its output", e);
        }
      }
    }
    broadcast(new Element.End());
  }

  /** Makes prepared output visible; called once every task of the job is done. */
  final void commit() {
    for (Prepared output : prepared) {
      try {
        output.writer().commit(ONLY_EPOCH, output.bytes());
      } catch (Throwable e) {
        throw failure(output.step(), "committing its output", e);
      }
    }
  }

  /** Closes everything that was opened; returns what went wrong. */
  List<StepFailure> close() {
    List<StepFailure> failures = new ArrayList<>();
    for (TaskContext.OpenWriter open : context.writers().reversed()) {
      try {
        open.writer().close();
      } catch (Throwable e) {
        failures.add(failure(open.step(), "closing", e));
      }
    }
    return failures;
  }

  /** A failure on the task's own thread, remembered in case user code swallows the exception. */
  private StepFailure failed(String step, String doing, Throwable cause) {
    StepFailure failure = failure(step, doing, cause);
    context.failed(failure);
    return failure;
  }

  static StepFailure failure(String step, String doing, Throwable cause) {
    return cause instanceof StepFailure already
        ? already
        : new StepFailure(step, doing + ": " + cause, cause);
  }
}
