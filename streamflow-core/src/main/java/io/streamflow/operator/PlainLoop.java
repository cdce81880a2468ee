package io.streamflow.operator;

import io.streamflow.function.IndexFunction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The loop without specialisation: the same semantics, with a profile shared by all pipelines. */
final class PlainLoop extends ChainLoop {
  private final Operator head;
  private final @Nullable IndexFunction<?> source;

  PlainLoop(Operator head, @Nullable IndexFunction<?> source) {
    this.head = head;
    this.source = source;
  }

  @Override
  void run(Batch batch, int from, int to, TaskContext context) {
    for (int i = from; i < to; i++) {
      head.push(batch.values[i], batch.timestamp(i), context);
    }
  }

  @Override
  void run(IndexRange range, int from, int to, TaskContext context) {
    for (int i = from; i < to; i++) {
      Object item =
          ItemFailure.item(Objects.requireNonNull(source), range.first() + i * range.stride());
      head.push(item, Timestamps.NONE, context);
    }
  }
}
