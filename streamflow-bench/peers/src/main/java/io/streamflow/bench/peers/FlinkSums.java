package io.streamflow.bench.peers;

import io.streamflow.bench.workload.Event;
import io.streamflow.bench.workload.Steps;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/** A running sum in keyed state; gives its digest, to spare a type of its own. */
final class FlinkSums extends RichMapFunction<Event, Long> {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("NullAway.Init") // opened before it is used
  private transient ValueState<Long> sum;

  @Override
  public void open(OpenContext context) {
    sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", Types.LONG));
  }

  @Override
  public Long map(Event event) throws Exception {
    Long before = sum.value();
    long after = (before == null ? 0 : before) + event.value();
    sum.update(after);
    return Steps.digest(event.key(), after);
  }
}
