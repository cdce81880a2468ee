package io.streamflow.bench.peers;

import com.hazelcast.jet.Traverser;
import com.hazelcast.jet.core.AbstractProcessor;
import com.hazelcast.jet.core.BroadcastKey;
import com.hazelcast.jet.core.EventTimeMapper;
import com.hazelcast.jet.core.EventTimePolicy;
import com.hazelcast.jet.core.ProcessorMetaSupplier;
import com.hazelcast.jet.pipeline.Sources;
import com.hazelcast.jet.pipeline.StreamSource;
import io.streamflow.bench.workload.Event;
import io.streamflow.bench.workload.Feed;
import io.streamflow.bench.workload.Pace;
import io.streamflow.bench.workload.Run;
import org.jspecify.annotations.Nullable;

/**
 * The current run's events for Jet, cooperative, as its own sources are: a traverser that the
 * outbox takes from until it is full. Instance i of n has every n-th event.
 */
final class JetSource extends AbstractProcessor {
  private final Run run = Run.current();
  private final Feed feed = run.order().feed();
  private final long items = run.order().items();
  private final Pace pace = new Pace(run);
  private final Traverser<Object> events;
  private final EventTimeMapper<Event> mapper;
  private int part;
  private int stride;
  private long next;
  private long due;

  private JetSource(EventTimePolicy<? super Event> policy) {
    mapper = new EventTimeMapper<>(policy);
    Traverser<Event> plain = this::nextEvent;
    events = plain.flatMap(event -> mapper.flatMapEvent(event, 0, event.timestamp()));
  }

  static StreamSource<Event> of(int parallelism) {
    return Sources.streamFromProcessorWithWatermarks(
        "events",
        true,
        policy -> ProcessorMetaSupplier.of(parallelism, () -> new JetSource(policy)));
  }

  @Override
  protected void init(Context context) {
    stride = context.totalParallelism();
    part = context.globalProcessorIndex();
    next = part;
    mapper.addPartitions(1);
  }

  private @Nullable Event nextEvent() {
    if (next >= due) {
      due = pace.due();
      if (next >= due) {
        return null;
      }
    }
    Event event = feed.at(next);
    next += stride;
    return event;
  }

  @Override
  public boolean complete() {
    return emitFromTraverser(events) && next >= items;
  }

  @Override
  public boolean saveToSnapshot() {
    return tryEmitToSnapshot(BroadcastKey.broadcastKey(part), next);
  }
}
