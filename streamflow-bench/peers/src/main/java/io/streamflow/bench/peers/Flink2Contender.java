package io.streamflow.bench.peers;

import io.streamflow.bench.workload.Workload;

/** The same with parallelism 2, and two splits. */
public final class Flink2Contender extends FlinkContender {

  /** With parallelism 2. */
  public Flink2Contender() {
    super(2);
  }

  @Override
  public boolean runs(Workload workload) {
    return switch (workload) {
      case W1, W2, W2_WORK, W3, W3_WORK, W3_DURABLE -> true;
      default -> false;
    };
  }
}
