package io.streamflow.bench.peers;

import io.streamflow.bench.workload.Run;
import io.streamflow.bench.workload.Tally;
import java.io.Serializable;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Adds up on each subtask for itself, in the current run. */
final class FlinkSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;
  private final Into<T> into;

  /** Turns an item into a digest. */
  interface Into<T> extends Serializable {
    void add(Tally tally, T item);
  }

  FlinkSink(Into<T> into) {
    this.into = into;
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Run run = Run.current();
    Tally tally = new Tally(run);
    return new SinkWriter<>() {
      @Override
      public void write(T item, Context itemContext) {
        into.add(tally, item);
      }

      @Override
      public void flush(boolean endOfInput) {
        if (endOfInput) {
          run.add(tally);
        }
      }

      @Override
      public void close() {}
    };
  }
}
