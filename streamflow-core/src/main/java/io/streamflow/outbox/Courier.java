package io.streamflow.outbox;

import io.streamflow.operator.StepFailure;
import io.streamflow.spi.Delivery;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.MarkedDelivery;
import io.streamflow.spi.OutboxSink;
import io.streamflow.spi.UnusableTargetException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A sink's connection to its target: made anew after a failure, given up after too many in a row.
 * Used by one thread at a time.
 */
final class Courier {
  /** Something that may fail and is tried again. */
  interface Attempt {
    /** Whether the target has more now than it had; only that ends a row of failures. */
    boolean with(Delivery delivery) throws Exception;
  }

  private final OutboxSink<?> sink;
  private final DeliveryContext context;
  private final Outboxes.Sleep sleep;
  private final BiConsumer<String, String> repeats;
  private @Nullable Delivery delivery;
  private int failures;
  private volatile @Nullable String failure;

  /**
   * Not connected.
   *
   * @param repeats hears of each attempt that fails and is repeated: the step, and what went wrong
   */
  Courier(
      OutboxSink<?> sink,
      DeliveryContext context,
      Outboxes.Sleep sleep,
      BiConsumer<String, String> repeats) {
    this.sink = sink;
    this.context = context;
    this.sleep = sleep;
    this.repeats = repeats;
  }

  String step() {
    return context.step();
  }

  /** Whether the next attempt goes over the connection of the last. */
  boolean isConnected() {
    return delivery != null;
  }

  /** Whether its target keeps marks. */
  boolean isMarked() {
    return Outboxes.isMarked(sink);
  }

  /**
   * Makes one attempt. When it fails, waits as long as the sink's options say.
   *
   * @param doing what it is, for the message
   * @return whether it succeeded
   * @throws StepFailure when there have been too many, or it makes no sense to try again
   */
  @SuppressWarnings("CatchingUnchecked") // a connector may throw anything
  boolean attempt(String doing, Attempt attempt) throws InterruptedException {
    boolean progressed;
    try {
      progressed = attempt.with(connection());
    } catch (InterruptedException | StepFailure e) {
      throw e;
    } catch (UnusableTargetException e) {
      throw new StepFailure(step(), String.valueOf(e.getMessage()), e);
    } catch (Exception e) {
      disconnect();
      failed(doing, e);
      return false;
    }
    if (progressed) {
      failures = 0;
    }
    failure = null;
    return true;
  }

  /** Why the last attempt has failed, if it has. Any thread. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  private Delivery connection() throws Exception {
    Delivery open = delivery;
    if (open == null) {
      open = Objects.requireNonNull(sink.connect(context), "the sink has made no connection: null");
      delivery = open;
      if (open instanceof MarkedDelivery != isMarked()) {
        throw refused(
            sink.description()
                + " says that it is "
                + sink.guarantee()
                + ", and connects by "
                + open.getClass().getName()
                + ": a sink is COMMITTING if, and only if, its delivery is a MarkedDelivery");
      }
    }
    return open;
  }

  private void failed(String doing, Exception e) throws InterruptedException {
    if (Thread.interrupted()) { // whatever was made of it
      throw new InterruptedException();
    }
    failures++;
    failure = doing + ": " + e;
    int attempts = sink.options().attempts();
    if (failures > attempts) {
      throw new StepFailure(
          step(), doing + ": " + e + (attempts == 0 ? "" : " (tried " + failures + " times)"), e);
    }
    repeats.accept(step(), doing + ": " + e);
    long nanos = TimeUnit.NANOSECONDS.convert(sink.options().wait(failures));
    Logs.OUTBOX.warn(
        "job '{}', step '{}', {}: {}; attempt {} of {} follows in {} ms",
        context.job(),
        step(),
        doing,
        e.toString(),
        failures,
        attempts,
        nanos / 1_000_000);
    sleep.forNanos(nanos);
  }

  /** A failure that another attempt would not mend. */
  StepFailure refused(String problem) {
    return new StepFailure(step(), problem, new IllegalStateException(problem));
  }

  /** Tells of something that a person should look at. */
  void warn(String what) {
    Logs.OUTBOX.warn("job '{}', step '{}': {}", context.job(), step(), what);
  }

  /** Closes the connection, if there is one. */
  @SuppressWarnings("CatchingUnchecked") // a connector may throw anything
  void disconnect() {
    Delivery open = delivery;
    delivery = null;
    if (open != null) {
      try {
        open.close();
      } catch (Exception e) { // nothing hangs on it: what counts was delivered, or will be again
        Logs.OUTBOX.warn("job '{}', step '{}', closing its delivery", context.job(), step(), e);
      }
    }
  }
}
