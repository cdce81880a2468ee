package io.streamflow.bench.workload;

/** The same, with parallelism 2 and a source of two partitions. */
public final class StreamFlow2Contender extends StreamFlowContender {

  /** With parallelism 2. */
  public StreamFlow2Contender() {
    super(2);
  }

  @Override
  public boolean runs(Workload workload) {
    return switch (workload) {
      case W1_BOUNDARY, W7, W7_DURABLE, W7_MEMORY, STEADY -> false;
      default -> true;
    };
  }
}
