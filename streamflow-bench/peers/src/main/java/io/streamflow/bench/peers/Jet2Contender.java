package io.streamflow.bench.peers;

import io.streamflow.bench.workload.Workload;

/** The same with two cooperative threads, and two instances of the source. */
public final class Jet2Contender extends JetContender {

  /** With two cooperative threads. */
  public Jet2Contender() {
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
