package io.streamflow.bench.peers;

import io.streamflow.bench.workload.Event;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Counts events of a window as they come. */
final class FlinkCounts implements AggregateFunction<Event, Long, Long> {
  private static final long serialVersionUID = 1L;

  static final TypeInformation<Count> TYPE = TypeInformation.of(Count.class);

  @Override
  public Long createAccumulator() {
    return 0L;
  }

  @Override
  public Long add(Event event, Long count) {
    return count + 1;
  }

  @Override
  public Long getResult(Long count) {
    return count;
  }

  @Override
  public Long merge(Long a, Long b) {
    return a + b;
  }

  /** A result, as Flink likes them: public fields and a constructor without arguments. */
  public static final class Count {
    /** The key. */
    public long key;

    /** The first millisecond inside. */
    public long startMillis;

    /** The first millisecond after it. */
    public long endMillis;

    /** How many events. */
    public long count;
  }

  /** Adds key and window to a count. */
  static final class Result implements WindowFunction<Long, Count, Long, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void apply(Long key, TimeWindow window, Iterable<Long> counts, Collector<Count> out) {
      Count result = new Count();
      result.key = key;
      result.startMillis = window.getStart();
      result.endMillis = window.getEnd();
      result.count = counts.iterator().next();
      out.collect(result);
    }
  }
}
