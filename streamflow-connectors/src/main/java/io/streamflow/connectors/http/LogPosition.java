package io.streamflow.connectors.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place in a log, as checkpoints hold it.
 *
 * @param log which log; 0 for one in memory, of which nothing can be read again
 * @param number the number of the next event
 */
record LogPosition(long log, long number) {
  private static final long MEMORY = 0;
  private static final LogPosition BEGINNING = new LogPosition(MEMORY, -1);

  static LogPosition inMemory(long number) {
    return new LogPosition(MEMORY, number);
  }

  /** Reads {@link #text} back; of empty text, the beginning of any log. */
  static LogPosition parse(String text) {
    if (text.isEmpty()) {
      return BEGINNING;
    }
    int slash = text.indexOf('/');
    return new LogPosition(
        Long.parseUnsignedLong(text.substring(0, slash), 16),
        Long.parseLong(text.substring(slash + 1)));
  }

  String text() {
    return Long.toHexString(log) + "/" + number;
  }

  /** Whether it tells a place in a log on disk. */
  boolean isKnown() {
    return log != MEMORY;
  }

  /** The number of the first event that a log in memory takes when it goes on from here. */
  Optional<Long> numberInMemory() {
    return isKnown() ? Optional.empty() : Optional.of(Math.max(0, number));
  }

  /**
   * The number of the event to be read first in a log on disk.
   *
   * @param first the first that it has
   * @param next the one after the last that it has
   * @throws IOException when the position is not in the log
   */
  long numberIn(long ofLog, long first, long next, Path directory) throws IOException {
    if (!isKnown()) {
      return first;
    }
    String wayOut =
        "; give the source the log that the checkpoint was made with, or the job a new state"
            + " directory";
    if (log != ofLog) {
      throw new IOException(
          "the checkpoint was made with another event log than " + directory + wayOut);
    }
    if (number > next || number < first) {
      throw new IOException(
          "the checkpoint goes on with event %d, but the event log %s has those from %d to %d%s"
              .formatted(number, directory, first, next - 1, wayOut));
    }
    return number;
  }
}
