package io.streamflow.bench.peers;

import com.hazelcast.jet.core.AbstractProcessor;
import com.hazelcast.jet.core.ProcessorMetaSupplier;
import com.hazelcast.jet.pipeline.Sink;
import com.hazelcast.jet.pipeline.Sinks;
import io.streamflow.bench.workload.Run;
import io.streamflow.bench.workload.Tally;
import java.io.Serializable;

/**
 * Adds up on each instance for itself, in the current run. Cooperative; the sinks of its builder
 * would each take a thread.
 */
final class JetSink<T> extends AbstractProcessor {
  private final Run run = Run.current();
  private final Tally tally = new Tally(run);
  private final Into<T> into;

  /** Turns an item into a digest. */
  interface Into<T> extends Serializable {
    void add(Tally tally, T item);
  }

  private JetSink(Into<T> into) {
    this.into = into;
  }

  static <T> Sink<T> of(int parallelism, Into<T> into) {
    return Sinks.fromProcessor(
        "tally", ProcessorMetaSupplier.of(parallelism, () -> new JetSink<T>(into)));
  }

  @Override
  @SuppressWarnings("unchecked") // of the sink's own items
  protected boolean tryProcess(int ordinal, Object item) {
    into.add(tally, (T) item);
    return true;
  }

  @Override
  public boolean complete() {
    run.add(tally);
    return true;
  }
}
