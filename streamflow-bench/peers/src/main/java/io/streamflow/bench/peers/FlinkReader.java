package io.streamflow.bench.peers;

import io.streamflow.bench.workload.Event;
import io.streamflow.bench.workload.Feed;
import io.streamflow.bench.workload.Pace;
import io.streamflow.bench.workload.Run;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;

/**
 * Hands out one event per call, as Flink asks for; a batch of them per call would keep its mailbox
 * waiting. Where nothing is due it is not available for 50 us.
 */
final class FlinkReader implements SourceReader<Event, EventSplit> {
  private static final Executor TICK =
      CompletableFuture.delayedExecutor(50, TimeUnit.MICROSECONDS, Runnable::run);

  private final Run run = Run.current();
  private final Feed feed = run.order().feed();
  private final long items = run.order().items();
  private final int stride;
  private final Pace pace = new Pace(run);
  private CompletableFuture<Void> available = new CompletableFuture<>();
  private boolean assigned;
  private int part;
  private long next;
  private long due;

  FlinkReader(int stride) {
    this.stride = stride;
  }

  @Override
  public void start() {}

  @Override
  public InputStatus pollNext(ReaderOutput<Event> output) {
    if (!assigned) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    if (next >= items) {
      return InputStatus.END_OF_INPUT;
    }
    if (next >= due) {
      due = pace.due();
      if (next >= due) {
        available = CompletableFuture.runAsync(() -> {}, TICK);
        return InputStatus.NOTHING_AVAILABLE;
      }
    }
    Event event = feed.at(next);
    next += stride;
    output.collect(event, event.timestamp());
    return next < items ? InputStatus.MORE_AVAILABLE : InputStatus.END_OF_INPUT;
  }

  @Override
  public List<EventSplit> snapshotState(long checkpoint) {
    return assigned ? List.of(new EventSplit(part, next)) : List.of();
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void addSplits(List<EventSplit> splits) {
    EventSplit split = splits.getFirst();
    part = split.part();
    next = split.next();
    assigned = true;
    available.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public void close() {}
}
