package io.streamflow.connectors.kafka;

import io.streamflow.spi.SinkWriter;
import java.io.IOException;

/** Writes to the outbox, and gives back what it shares with the other subtasks. */
record StoringWriter<T>(SinkWriter<T> writer, Runnable release) implements SinkWriter<T> {
  @Override
  public void write(T item) throws Exception {
    writer.write(item);
  }

  @Override
  public void push() throws Exception {
    writer.push();
  }

  @Override
  public void flush() throws Exception {
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } finally {
      release.run();
    }
  }
}
