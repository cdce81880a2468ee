package io.streamflow.local;

import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Collection;

/** Adds items to a collection of the application, under the collection's own monitor. */
final class CollectionSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final transient Collection<? super T> target;

  CollectionSink(Collection<? super T> target) {
    this.target = target;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.AT_LEAST_ONCE;
  }

  @Override
  public String description() {
    return "collection";
  }

  @Override
  public SinkWriter<T> open(SinkContext context) {
    return new SinkWriter<>() {
      @Override
      public void write(T item) {
        synchronized (target) {
          target.add(item);
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a collection that is filled lives in one JVM");
  }
}
