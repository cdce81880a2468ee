package io.streamflow.faults;

import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.util.concurrent.atomic.AtomicInteger;

/** A sink that throws at one point of its writer's life. */
final class FaultySink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  enum Point {
    OPEN,
    WRITE,
    FLUSH,
    PREPARE,
    COMMIT,
    CLOSE
  }

  private final Point point;
  private final transient Throwable thrown;
  final transient AtomicInteger opened = new AtomicInteger();
  final transient AtomicInteger closed = new AtomicInteger();

  FaultySink(Point point, Throwable thrown) {
    this.point = point;
    this.thrown = thrown;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.COMMITTING;
  }

  private void reach(Point reached) {
    if (reached == point) {
      FaultySink.<RuntimeException>sneak(thrown);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Override
  public SinkWriter<T> open(SinkContext context) {
    reach(Point.OPEN);
    opened.incrementAndGet();
    return new Writer();
  }

  private final class Writer implements CommittingSinkWriter<T> {
    @Override
    public void write(T item) {
      reach(Point.WRITE);
    }

    @Override
    public void flush() {
      reach(Point.FLUSH);
    }

    @Override
    public byte[] prepare(long epoch) {
      reach(Point.PREPARE);
      return new byte[0];
    }

    @Override
    public void commit(long epoch, byte[] prepared) {
      reach(Point.COMMIT);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      reach(Point.CLOSE);
    }
  }
}
