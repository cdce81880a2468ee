package io.streamflow.local;

import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;

/** Prints items a line each; lines are gathered and printed together, never mixed. */
final class StdoutSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;
  private static final int GATHERED_CHARS = 8192;

  @Override
  public Guarantee guarantee() {
    return Guarantee.AT_LEAST_ONCE;
  }

  @Override
  public String description() {
    return "stdout";
  }

  @Override
  public SinkWriter<T> open(SinkContext context) {
    return new Writer<>();
  }

  private static final class Writer<T> implements SinkWriter<T> {
    private final StringBuilder gathered = new StringBuilder();

    @Override
    public void write(T item) {
      gathered.append(item).append(System.lineSeparator());
      if (gathered.length() >= GATHERED_CHARS) {
        flush();
      }
    }

    @Override
    public void flush() {
      if (!gathered.isEmpty()) {
        System.out.print(gathered);
        System.out.flush();
        gathered.setLength(0);
      }
    }

    @Override
    public void close() {
      flush();
    }
  }
}
