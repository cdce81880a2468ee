package io.streamflow.bench.workload;

import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.io.Serializable;

/** Adds up on each subtask for itself, and gives that to the run when the subtask is closed. */
final class TallySink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;
  private final transient Run run;
  private final Into<T> into;

  /** Turns an item into a digest. */
  interface Into<T> extends Serializable {
    void add(Tally tally, T item);
  }

  TallySink(Run run, Into<T> into) {
    this.run = run;
    this.into = into;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.AT_LEAST_ONCE;
  }

  @Override
  public SinkWriter<T> open(SinkContext context) {
    Tally tally = new Tally(run);
    return new SinkWriter<>() {
      private boolean given;

      @Override
      public void write(T item) {
        into.add(tally, item);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {
        if (!given) {
          given = true;
          run.add(tally);
        }
      }
    };
  }
}
