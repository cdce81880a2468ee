package io.streamflow.operator;

/** The loop without specialisation: the same semantics, with a profile shared by all pipelines. */
final class PlainLoop extends ChainLoop {
  private final Operator head;

  PlainLoop(Operator head) {
    this.head = head;
  }

  @Override
  void run(Batch batch, int from, int to, TaskContext context) {
    for (int i = from; i < to; i++) {
      head.push(batch.values[i], batch.timestamps[i], context);
    }
  }
}
