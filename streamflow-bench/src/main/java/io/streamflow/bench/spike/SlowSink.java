package io.streamflow.bench.spike;

import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.util.concurrent.TimeUnit;

/** Takes so many items a second and no more. */
final class SlowSink implements Sink<Tick> {
  private static final long serialVersionUID = 1L;
  private static final long SHORTEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final int perSecond;
  private final transient Delivered delivered;

  SlowSink(int perSecond, Delivered delivered) {
    this.perSecond = perSecond;
    this.delivered = delivered;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.AT_LEAST_ONCE;
  }

  @Override
  public SinkWriter<Tick> open(SinkContext context) {
    return new Writer(TimeUnit.SECONDS.toNanos(1) * context.parallelism() / perSecond);
  }

  @Override
  public String description() {
    return "at most " + perSecond + "/s";
  }

  private final class Writer implements SinkWriter<Tick> {
    private final long nanosPerItem;
    private long freeAt = System.nanoTime();

    Writer(long nanosPerItem) {
      this.nanosPerItem = nanosPerItem;
    }

    @Override
    public void write(Tick tick) throws InterruptedException {
      long now = System.nanoTime();
      freeAt = Math.max(freeAt, now - SHORTEST_SLEEP_NANOS) + nanosPerItem; // no credit for a pause
      if (freeAt - now > SHORTEST_SLEEP_NANOS) {
        TimeUnit.NANOSECONDS.sleep(freeAt - now);
      }
      delivered.add(tick);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
