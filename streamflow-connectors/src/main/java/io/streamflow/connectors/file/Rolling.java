package io.streamflow.connectors.file;

import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;

/**
 * When a {@link FileSink} finishes a file and begins the next. Whatever ends it, a finished file
 * becomes visible with the next checkpoint; a file that no rule ends becomes visible when the job
 * stops or is started again, as far as it is committed. A job without checkpoints shows all of its
 * files at its end.
 *
 * <p>Immutable.
 */
public final class Rolling implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean atCheckpoint;
  private final long maxBytes;
  private final long maxAgeNanos;

  private Rolling(boolean atCheckpoint, long maxBytes, long maxAgeNanos) {
    this.atCheckpoint = atCheckpoint;
    this.maxBytes = maxBytes;
    this.maxAgeNanos = maxAgeNanos;
  }

  /** At every checkpoint: what is committed is visible. */
  public static Rolling atCheckpoint() {
    return new Rolling(true, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** When the file has that many bytes, as compressed; it may have a line and a buffer more. */
  public static Rolling bySize(long bytes) {
    return new Rolling(false, Long.MAX_VALUE, Long.MAX_VALUE).orBySize(bytes);
  }

  /** By the first checkpoint or pause of the input at which the file is that old. */
  public static Rolling byAge(Duration age) {
    return new Rolling(false, Long.MAX_VALUE, Long.MAX_VALUE).orByAge(age);
  }

  /** Also at every checkpoint. */
  public Rolling orAtCheckpoint() {
    return new Rolling(true, maxBytes, maxAgeNanos);
  }

  /** Also when the file has that many bytes. */
  public Rolling orBySize(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a file must have room for a byte, but not " + bytes);
    }
    return new Rolling(atCheckpoint, bytes, maxAgeNanos);
  }

  /** Also when the file is that old. */
  public Rolling orByAge(Duration age) {
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("the age of a file must be positive, but is " + age);
    }
    return new Rolling(atCheckpoint, maxBytes, nanos(age));
  }

  private static long nanos(Duration age) {
    boolean countable = age.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0;
    return countable ? age.toNanos() : Long.MAX_VALUE;
  }

  boolean endsAtCheckpoint() {
    return atCheckpoint;
  }

  boolean endsBySize(long bytes) {
    return bytes >= maxBytes;
  }

  boolean endsByAge(long nanos) {
    return nanos >= maxAgeNanos;
  }
}
