package io.streamflow.connectors.http;

import io.streamflow.connectors.http.LogDirectory.Whole;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is safe in a log from its files, which the system still has in memory. Used by one
 * thread.
 */
final class LogReader implements Closeable {
  private final LogLedger ledger;
  private long nextToRead;
  private @Nullable EntryReader reading;
  private long readingFirst = -1;

  LogReader(LogLedger ledger, long first) {
    this.ledger = ledger;
    this.nextToRead = first;
  }

  /** The next request, or null when none comes in time. */
  @Nullable Entry next(long maxWaitMillis) throws IOException, InterruptedException {
    Whole from = ledger.awaitSegment(nextToRead, maxWaitMillis);
    if (from == null) {
      return null;
    }
    EntryReader reader = reader(from);
    while (true) {
      EntryFormat.Read read = reader.next(from.end());
      if (read == null) {
        throw new IOException(
            from.segment().file() + " has changed: event " + nextToRead + " is gone from it");
      }
      if (read.entry().next() > nextToRead) { // in the segment where reading begins, not the first
        nextToRead = read.entry().next();
        return read.entry();
      }
    }
  }

  private EntryReader reader(Whole from) throws IOException {
    EntryReader open = reading;
    if (open == null || readingFirst != from.segment().first()) {
      close();
      open =
          new EntryReader(
              FileChannel.open(from.segment().file(), StandardOpenOption.READ), Segment.HEAD_BYTES);
      reading = open;
      readingFirst = from.segment().first();
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    EntryReader open = reading;
    if (open != null) {
      reading = null;
      open.close();
    }
  }
}
