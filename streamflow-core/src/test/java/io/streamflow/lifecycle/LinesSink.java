package io.streamflow.lifecycle;

import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Writes numbers to a file; the last of its writers to be closed notes how many were made. */
final class LinesSink implements Sink<Long> {
  private static final long serialVersionUID = 1L;
  private final transient BufferedWriter lines;
  private final transient AtomicLong made;
  private final transient Path noted;
  private final transient AtomicInteger open = new AtomicInteger();

  LinesSink(BufferedWriter lines, AtomicLong made, Path noted) {
    this.lines = lines;
    this.made = made;
    this.noted = noted;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.AT_LEAST_ONCE;
  }

  @Override
  public SinkWriter<Long> open(SinkContext context) {
    open.incrementAndGet();
    return new SinkWriter<>() {
      @Override
      public void write(Long item) throws IOException {
        lines.write(item + "\n"); // one call under the writer's lock
      }

      @Override
      public void flush() {}

      @Override
      public void close() throws IOException {
        lines.flush();
        if (open.decrementAndGet() == 0) {
          Files.writeString(noted, Long.toString(made.get()));
        }
      }
    };
  }
}
