package io.streamflow.operator;

import io.streamflow.job.FailedItem;
import io.streamflow.job.OnError;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import io.streamflow.state.StateFailure;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a step does when its own code throws: the cold path behind every user function. Immutable;
 * what changes is the {@link StepErrors} in a slot of the subtask.
 */
final class ErrorPolicy {
  /** Stands for "no result": the item was skipped or given to the dead letters. */
  static final Object DROPPED = new Object();

  /** Whether a result is {@link #DROPPED}. */
  @SuppressWarnings("ReferenceEquality") // a marker, which users cannot get hold of
  static boolean isDropped(@Nullable Object result) {
    return result == DROPPED;
  }

  private static final Object NO_ITEM = new Object();
  private static final long LONGEST_BACKOFF_NANOS = 60_000_000_000L;

  private final String step;
  private final OnError onError;

  /** What happens to an item in the end: the policy itself, or what follows its last attempt. */
  private final OnError last;

  private final int slot;

  ErrorPolicy(String step, OnError onError, int slot) {
    this.step = step;
    this.onError = onError;
    this.last = onError instanceof OnError.Retry retry ? retry.then() : onError;
    this.slot = slot;
  }

  /** A call of the step's own code that can be made again; implemented by the operator itself. */
  interface Attempt {
    /** The result for an item, never null. */
    Object attempt(Object item, long timestamp, TaskContext context) throws Exception;
  }

  /** Whether the first exception fails the job, so that nothing need be kept back for a retry. */
  boolean failsAtOnce() {
    return onError instanceof OnError.Fail;
  }

  String step() {
    return step;
  }

  /** Where items go that the step cannot take, if anywhere. */
  Optional<Sink<?>> deadLetterSink() {
    return last instanceof OnError.DeadLetter(var sink) ? Optional.of(sink) : Optional.empty();
  }

  void open(TaskContext context) throws Exception {
    SinkWriter<FailedItem> writer = null;
    if (last instanceof OnError.DeadLetter(var sink)) {
      writer = context.deadLetters(sink, step, this::openDeadLetters);
    }
    context.slots[slot] = new StepErrors(context.place.job(), step, context.counters(step), writer);
  }

  @SuppressWarnings("unchecked") // a sink of a supertype takes failed items
  private SinkWriter<FailedItem> openDeadLetters(Sink<?> sink, SinkContext writer)
      throws Exception {
    return open((Sink<FailedItem>) sink, writer, "opening its dead letters");
  }

  /** Opens a sink of the step. */
  <T> SinkWriter<T> open(Sink<T> sink, SinkContext writer, String doing) throws Exception {
    try {
      return Objects.requireNonNull(sink.open(writer), "the sink opened no writer: null");
    } catch (InterruptedException cancelled) {
      throw cancelled;
    } catch (Throwable thrown) {
      throw new StepFailure(step, doing + ": " + FailureText.located(thrown), thrown);
    }
  }

  /**
   * Deals with what {@code call} threw for {@code item}: the result of a later attempt, or {@link
   * #DROPPED}.
   *
   * @throws StepFailure when the job has to fail
   */
  Object recover(Attempt call, Object item, long timestamp, TaskContext context, Throwable thrown) {
    Exception error = exception(thrown, context);
    if (onError instanceof OnError.Retry retry) {
      long backoff = Math.min(TimeUnit.NANOSECONDS.convert(retry.backoff()), LONGEST_BACKOFF_NANOS);
      for (int attempt = 1; attempt <= retry.attempts(); attempt++) {
        errors(context).retried(error);
        try {
          context.pause.beforeRetry(backoff);
          return call.attempt(item, timestamp, context);
        } catch (Throwable again) {
          error = exception(again, context);
        }
        backoff = Math.min(2 * backoff, LONGEST_BACKOFF_NANOS);
      }
    }
    drop(item, timestamp, "", error, context);
    return DROPPED;
  }

  /** Deals with what was thrown for something that cannot be tried again; then it is left out. */
  void giveUp(Object item, long timestamp, TaskContext context, Throwable thrown) {
    Exception error = exception(thrown, context);
    drop(item, timestamp, "", error, context);
  }

  /** Deals with a record that the source could not decode. */
  void reject(Object record, String where, Exception cause, TaskContext context) {
    drop(record, Timestamps.NONE, where, cause, context);
  }

  @SuppressWarnings("ReferenceEquality") // an exception cannot be suppressed by itself
  private void drop(
      Object item, long timestamp, String where, Exception error, TaskContext context) {
    StepErrors errors = errors(context);
    switch (last) {
      case OnError.Fail _, OnError.Retry _ -> throw failure(item, where, error, context);
      case OnError.Skip _ -> errors.skipped(item, where, error);
      case OnError.DeadLetter _ -> {
        try {
          errors.writeDeadLetter(item, timestamp, error);
        } catch (Throwable thrown) {
          Exception inSink = exception(thrown, context);
          if (inSink != error) {
            inSink.addSuppressed(error);
          }
          throw failure(item, "its dead-letter sink failed", inSink, context);
        }
      }
    }
  }

  /** The refusal of a null result, which the step's policy then deals with like any exception. */
  static NullPointerException nullResult() {
    return new NullPointerException(
        "the step's function returned null; to leave an item out use filter or flatMap");
  }

  private Exception exception(Throwable thrown, TaskContext context) {
    if (thrown instanceof StepFailure failed) {
      throw failed; // from a step further down the chain
    }
    if (thrown instanceof StateFailure lost) { // without its state no item can be right
      StepFailure failed = StepFailure.of(lost);
      context.failure = failed;
      throw failed;
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      throw new TaskInterrupted(new StepFailure(step, FailureText.located(thrown), thrown));
    }
    if (thrown instanceof TaskInterrupted interrupted) {
      throw interrupted;
    }
    if (thrown instanceof Exception exception) {
      return exception;
    }
    throw failure(NO_ITEM, "", thrown, context);
  }

  /** The end of the job because of {@code thrown}; remembered, in case user code swallows it. */
  @SuppressWarnings("ReferenceEquality") // a marker
  StepFailure failure(Object item, String where, Throwable thrown, TaskContext context) {
    String detail =
        FailureText.located(thrown)
            + (where.isEmpty() ? "" : " (" + where + ")")
            + (item == NO_ITEM ? "" : ", item: " + FailureText.shown(item));
    StepFailure failed = new StepFailure(step, detail, thrown);
    context.failure = failed;
    return failed;
  }

  private StepErrors errors(TaskContext context) {
    return (StepErrors) Objects.requireNonNull(context.slots[slot]);
  }
}
