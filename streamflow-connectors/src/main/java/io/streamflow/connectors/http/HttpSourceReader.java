package io.streamflow.connectors.http;

import io.streamflow.connectors.json.Json;
import io.streamflow.connectors.json.JsonException;
import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Hands out what was accepted. Used by one thread; the server's threads only meet it at the log.
 *
 * @param <T> the items
 */
final class HttpSourceReader<T> implements SourceReader<T> {
  private final EventLog log;
  private final IngestServer server;
  private final Json<T> json;
  private @Nullable Entry entry;
  private long next;
  private boolean stopped;
  private boolean closed;

  HttpSourceReader(EventLog log, long next, IngestServer server, Json<T> json) {
    this.log = log;
    this.next = next;
    this.server = server;
    this.json = json;
  }

  @Override
  public Status read(SourceOutput<T> out, long maxWaitMillis) throws Exception {
    long wait = maxWaitMillis;
    while (!out.isFull()) {
      Entry from = entry;
      if (from == null || next >= from.next()) {
        from = next(stopped ? 0 : wait);
        if (from == null) {
          return stopped ? Status.ENDED : Status.OPEN;
        }
      }
      wait = 0;
      emit(from, out);
    }
    return Status.OPEN;
  }

  private @Nullable Entry next(long maxWaitMillis) throws IOException, InterruptedException {
    try {
      entry = log.next(maxWaitMillis);
      return entry;
    } catch (ClosedByInterruptException e) {
      Thread.interrupted(); // the flag must not be set while we throw
      throw (InterruptedException) new InterruptedException("reading the log").initCause(e);
    }
  }

  private void emit(Entry from, SourceOutput<T> out) {
    while (!out.isFull() && next < from.next()) {
      byte[] document = from.events().get((int) (next - from.first()));
      long number = next++;
      T item;
      try {
        item = json.parse(document);
      } catch (JsonException e) { // the class has changed since it was accepted
        out.reject(new String(document, StandardCharsets.UTF_8), "event " + number, e);
        continue;
      }
      out.emit(item);
    }
  }

  /** Closes the port. What was accepted is handed out before the end. */
  @Override
  public boolean stop() {
    stopped = true;
    stopServer();
    return true;
  }

  private void stopServer() {
    log.refuse();
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the task sees to it
    }
  }

  @Override
  public void checkpointed(Offset offset) {
    log.release(LogPosition.parse(offset.text()).number());
  }

  @Override
  public Offset offset() {
    return Offset.of(log.position(next));
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (!stopped) {
      stopServer();
    }
    log.close();
  }
}
