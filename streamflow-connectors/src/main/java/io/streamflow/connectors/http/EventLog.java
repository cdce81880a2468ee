package io.streamflow.connectors.http;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps accepted requests, in one order, until they are read and no longer needed. Requests are
 * appended by any number of threads, read by one.
 */
interface EventLog extends Closeable {

  /** What became of a request. */
  enum Appended {
    /** Its events will be read, come what may. */
    SAFE,
    /** There was no room for it in time. */
    FULL,
    /** The log takes no more. */
    CLOSED
  }

  /**
   * Appends a request, and notes its id; waits for room no longer than {@code patience}. Not
   * interruptible once there is room: what is written may be safe.
   *
   * @throws IOException when it cannot be written: none of it will be read
   */
  Appended append(Entry entry, Duration patience) throws IOException, InterruptedException;

  /** The ids of the requests that are safe. */
  KnownIds ids();

  /** Takes no more, and lets those go who wait for room. */
  void refuse();

  /** The number of the event that the reader begins with. */
  long first();

  /** The next request, or null when none comes in time. The reader's. */
  @Nullable Entry next(long maxWaitMillis) throws IOException, InterruptedException;

  /** The position from which the event of a number, and what comes after it, can be read. */
  String position(long number);

  /** The events before a number need not be read again. The reader's. */
  void release(long number);
}
