package io.streamflow.job;

import io.streamflow.spi.Sink;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * What a step does with an item on which its function throws an exception, or which its source
 * could not decode. An {@link Error} always fails the job.
 */
public sealed interface OnError extends Serializable {

  /** The job stops and {@link Job#await} throws. The default. */
  static OnError fail() {
    return new Fail();
  }

  /** The item is counted and left out. */
  static OnError skip() {
    return new Skip();
  }

  /**
   * The function is called again, up to {@code attempts} more times, waiting {@code backoff} before
   * the first and twice as long before each next one (at most a minute); then the job fails. The
   * step's task waits meanwhile. An aggregator's {@code add} that changes its accumulator and then
   * throws must undo the change, or the item counts twice. A record that cannot be decoded is not
   * tried again.
   */
  static Retry retry(int attempts, Duration backoff) {
    return new Retry(attempts, backoff, fail());
  }

  /** The item goes to {@code sink}, with the step, the exception and the timestamp. */
  static OnError deadLetter(Sink<? super FailedItem> sink) {
    return new DeadLetter(sink);
  }

  /** See {@link OnError#fail}. */
  record Fail() implements OnError {}

  /** See {@link OnError#skip}. */
  record Skip() implements OnError {}

  /**
   * See {@link OnError#retry}.
   *
   * @param attempts how many more calls
   * @param backoff the first wait
   * @param then what follows the last failed attempt
   */
  record Retry(int attempts, Duration backoff, OnError then) implements OnError {
    /** Refuses fewer than one attempt, a negative wait, and a retry after a retry. */
    public Retry {
      Objects.requireNonNull(then, "then");
      if (attempts < 1) {
        throw new IllegalArgumentException("retry attempts must be at least 1, but is " + attempts);
      }
      if (backoff.isNegative()) {
        throw new IllegalArgumentException("retry backoff must not be negative: " + backoff);
      }
      if (then instanceof Retry) {
        throw new IllegalArgumentException("after a retry comes fail, skip or deadLetter");
      }
    }

    /** The same attempts, with another end than failing the job. */
    public Retry then(OnError last) {
      return new Retry(attempts, backoff, last);
    }
  }

  /**
   * See {@link OnError#deadLetter}.
   *
   * @param sink where failed items go
   */
  record DeadLetter(Sink<? super FailedItem> sink) implements OnError {
    /** Refuses no sink. */
    public DeadLetter {
      Objects.requireNonNull(sink, "sink");
    }
  }
}
