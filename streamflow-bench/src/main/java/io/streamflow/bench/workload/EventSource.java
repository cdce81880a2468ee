package io.streamflow.bench.workload;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A run's events, with their timestamps; index i is in partition i modulo their number. */
final class EventSource implements Source<Event> {
  private static final long serialVersionUID = 1L;

  private final transient Run run;
  private final int partitions;

  EventSource(Run run, int partitions) {
    this.run = run;
    this.partitions = partitions;
  }

  @Override
  public boolean timestamped() {
    return true;
  }

  @Override
  public List<String> partitions() {
    return IntStream.range(0, partitions).mapToObj(Integer::toString).toList();
  }

  @Override
  public SourceReader<Event> open(String partition, Optional<Offset> from) {
    long first = from.map(Offset::position).orElse((long) Integer.parseInt(partition));
    return new Reader(run.order().feed(), new Pace(run), run.order().items(), partitions, first);
  }

  private static final class Reader implements SourceReader<Event> {
    private final Feed feed;
    private final Pace pace;
    private final long items;
    private final int stride;
    private long next;

    Reader(Feed feed, Pace pace, long items, int stride, long next) {
      this.feed = feed;
      this.pace = pace;
      this.items = items;
      this.stride = stride;
      this.next = next;
    }

    @Override
    public Status read(SourceOutput<Event> out, long maxWaitMillis) {
      long due = maxWaitMillis == 0 ? pace.due() : pace.awaitTick(next);
      while (next < due && !out.isFull()) {
        Event event = feed.at(next);
        next += stride;
        out.emit(event, event.timestamp());
      }
      return next < items ? Status.OPEN : Status.ENDED;
    }

    @Override
    public Offset offset() {
      return Offset.of(next);
    }

    @Override
    public void close() {}
  }
}
