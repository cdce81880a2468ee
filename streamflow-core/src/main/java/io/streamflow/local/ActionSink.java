package io.streamflow.local;

import io.streamflow.function.Action;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;

/** Calls the application with each item. It is its own writer, having nothing to keep. */
record ActionSink<T>(Action<? super T> action) implements Sink<T>, SinkWriter<T> {

  @Override
  public Guarantee guarantee() {
    return Guarantee.AT_LEAST_ONCE;
  }

  @Override
  public String description() {
    return "forEach";
  }

  @Override
  public SinkWriter<T> open(SinkContext context) {
    return this;
  }

  @Override
  public void write(T item) throws Exception {
    action.accept(item);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
