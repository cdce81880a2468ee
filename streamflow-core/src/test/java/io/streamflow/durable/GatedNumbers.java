package io.streamflow.durable;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The numbers from 0 up to a gate that the test moves; ends at the gate when that is shut. */
final class GatedNumbers implements Source<Long> {
  private static final long serialVersionUID = 1L;

  private final AtomicLong gate = new AtomicLong();
  private final AtomicLong failAt = new AtomicLong(-1);
  private final AtomicInteger failures = new AtomicInteger();
  private final CopyOnWriteArrayList<Long> checkpointed = new CopyOnWriteArrayList<>();
  private volatile boolean shut;
  private volatile boolean cannotLetGo;

  /** Lets the numbers below {@code count} pass. */
  GatedNumbers open(long count) {
    gate.set(count);
    return this;
  }

  /** No more will pass: the source ends at the gate. */
  GatedNumbers shut() {
    shut = true;
    return this;
  }

  /** The reader fails, so many times, when it comes to a number. */
  GatedNumbers failAt(long number, int times) {
    failAt.set(number);
    failures.set(times);
    return this;
  }

  /** The reader fails when it hears of a checkpoint. */
  GatedNumbers cannotLetGo() {
    cannotLetGo = true;
    return this;
  }

  /** The offsets of the checkpoints that the reader has heard of. */
  List<Long> checkpointed() {
    return checkpointed;
  }

  @Override
  public List<String> partitions() {
    return List.of("numbers");
  }

  @Override
  public SourceReader<Long> open(String partition, Optional<Offset> from) {
    return new Reader(from.map(Offset::position).orElse(0L));
  }

  private final class Reader implements SourceReader<Long> {
    private long next;

    Reader(long next) {
      this.next = next;
    }

    @Override
    public Status read(SourceOutput<Long> out, long maxWaitMillis) throws Exception {
      if (next >= gate.get() && !shut) {
        Thread.sleep(Math.min(1, maxWaitMillis));
      }
      while (next < gate.get() && !out.isFull()) {
        if (next == failAt.get() && failures.getAndDecrement() > 0) {
          throw new IllegalStateException("the source fails at " + next);
        }
        out.emit(next++);
      }
      return shut && next >= gate.get() ? Status.ENDED : Status.OPEN;
    }

    @Override
    public void checkpointed(Offset offset) {
      if (cannotLetGo) {
        throw new IllegalStateException("cannot let go");
      }
      checkpointed.add(offset.position());
    }

    @Override
    public Offset offset() {
      return Offset.of(next);
    }

    @Override
    public void close() {}
  }
}
