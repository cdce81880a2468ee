package io.streamflow.spi;

import io.streamflow.function.MapFunction;
import java.io.IOException;

/** A sink behind a function; keeps the guarantee of the sink it feeds. */
record ComposedSink<U, T>(Sink<T> target, MapFunction<? super U, ? extends T> before)
    implements Sink<U> {

  @Override
  public Guarantee guarantee() {
    return target.guarantee();
  }

  @Override
  public String description() {
    return target.description();
  }

  @Override
  public SinkWriter<U> open(SinkContext context) throws Exception {
    SinkWriter<T> writer = target.open(context);
    return writer instanceof CommittingSinkWriter<T> committing
        ? new Committing<>(committing, before)
        : new Plain<>(writer, before);
  }

  private static class Plain<U, T> implements SinkWriter<U> {
    private final SinkWriter<T> writer;
    private final MapFunction<? super U, ? extends T> before;

    Plain(SinkWriter<T> writer, MapFunction<? super U, ? extends T> before) {
      this.writer = writer;
      this.before = before;
    }

    @Override
    public void write(U item) throws Exception {
      writer.write(before.apply(item));
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
      writer.close();
    }
  }

  private static final class Committing<U, T> extends Plain<U, T>
      implements CommittingSinkWriter<U> {
    private final CommittingSinkWriter<T> writer;

    Committing(CommittingSinkWriter<T> writer, MapFunction<? super U, ? extends T> before) {
      super(writer, before);
      this.writer = writer;
    }

    @Override
    public byte[] prepare(long epoch) throws Exception {
      return writer.prepare(epoch);
    }

    @Override
    public void commit(long epoch, byte[] prepared) throws Exception {
      writer.commit(epoch, prepared);
    }
  }
}
