package io.streamflow.bench;

import io.streamflow.function.ToLongFunction;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;

/** Adds up on each subtask for itself, and into the whole when the subtask is flushed. */
final class TotalSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;
  private final ToLongFunction<T> digest;
  private final transient Total whole;

  TotalSink(ToLongFunction<T> digest, Total whole) {
    this.digest = digest;
    this.whole = whole;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.AT_LEAST_ONCE;
  }

  @Override
  public SinkWriter<T> open(SinkContext context) {
    return new SinkWriter<>() {
      private Total own = new Total();

      @Override
      public void write(T item) throws Exception {
        own.add(digest.applyAsLong(item));
      }

      @Override
      public void flush() {
        synchronized (whole) {
          whole.count += own.count;
          whole.sum += own.sum;
        }
        own = new Total();
      }

      @Override
      public void close() {}
    };
  }
}
