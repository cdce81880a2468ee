package io.streamflow.local;

import io.streamflow.function.IndexFunction;
import io.streamflow.spi.IndexedReader;
import io.streamflow.spi.IndexedSource;
import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceOutput;
import io.streamflow.types.LambdaTypes;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Items made from their index, so that any of them can be made again: deterministic and replayable.
 *
 * @param <T> the items
 */
public final class Generator<T> implements IndexedSource<T> {
  private static final long serialVersionUID = 1L;
  static final long UNLIMITED = Long.MAX_VALUE;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final IndexFunction<T> function;
  private final long count;
  private final long perSecond;
  private final int partitions;

  Generator(IndexFunction<T> function, long count, long perSecond, int partitions) {
    this.function = Objects.requireNonNull(function, "function");
    this.count = count;
    this.perSecond = perSecond;
    this.partitions = partitions;
  }

  /**
   * The same items, spread over so many partitions: index i goes to partition i modulo {@code
   * number}.
   *
   * @throws IllegalArgumentException when {@code number} is under 1
   */
  public Generator<T> partitions(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("partitions must be at least 1, but is " + number);
    }
    return new Generator<>(function, count, perSecond, number);
  }

  @Override
  public List<String> partitions() {
    return IntStream.range(0, partitions).mapToObj(Integer::toString).toList();
  }

  @Override
  public IndexFunction<T> function() {
    return function;
  }

  @Override
  public IndexedReader<T> open(String partition, Optional<Offset> from) {
    return new Reader(Integer.parseInt(partition), from.map(Offset::position).orElse(0L));
  }

  @Override
  public Optional<Type> itemType() {
    return LambdaTypes.resultOf(function);
  }

  @Override
  public String description() {
    return "generator"
        + (count == Long.MAX_VALUE ? ", endless" : ", " + count + " items")
        + (perSecond == UNLIMITED ? "" : " at " + perSecond + "/s");
  }

  private final class Reader implements IndexedReader<T> {
    private final int partition;
    private final long first;
    private final long startedAt = System.nanoTime();
    private long read;

    Reader(int partition, long read) {
      this.partition = partition;
      this.read = read;
      this.first = nextIndex();
    }

    @Override
    public long nextIndex() {
      return read * partitions + partition;
    }

    @Override
    public long stride() {
      return partitions;
    }

    @Override
    public boolean hasEnded() {
      return read > (Long.MAX_VALUE - partition) / partitions || nextIndex() >= count;
    }

    @Override
    public int take(int atMost, long maxWaitMillis) throws InterruptedException {
      if (hasEnded()) {
        return 0;
      }
      awaitNext(maxWaitMillis);
      long end = Math.min(count, due());
      long next = nextIndex();
      if (next >= end) {
        return 0;
      }
      int taken = (int) Math.min(atMost, (end - next - 1) / partitions + 1);
      read += taken;
      return taken;
    }

    @Override
    public Status read(SourceOutput<T> out, long maxWaitMillis) throws Exception {
      long wait = maxWaitMillis;
      while (!out.isFull()) {
        long index = nextIndex();
        if (take(1, wait) == 0) {
          break;
        }
        out.emit(function.at(index));
        wait = 0;
      }
      return hasEnded() ? Status.ENDED : Status.OPEN;
    }

    /** The first index that is not due yet. */
    private long due() {
      if (perSecond == UNLIMITED) {
        return Long.MAX_VALUE;
      }
      long elapsed = System.nanoTime() - startedAt;
      return first
          + elapsed / NANOS_PER_SECOND * perSecond
          + (long) (elapsed % NANOS_PER_SECOND * (double) perSecond / NANOS_PER_SECOND);
    }

    private void awaitNext(long maxWaitMillis) throws InterruptedException {
      if (maxWaitMillis > 0 && nextIndex() >= due()) {
        double dueAt = (nextIndex() - first + 1) * (double) NANOS_PER_SECOND / perSecond;
        double left = dueAt - (System.nanoTime() - startedAt);
        TimeUnit.NANOSECONDS.sleep(
            (long) Math.min(left, (double) TimeUnit.MILLISECONDS.toNanos(maxWaitMillis)));
      }
    }

    @Override
    public Offset offset() {
      return Offset.of(read);
    }

    @Override
    public void close() {}
  }
}
