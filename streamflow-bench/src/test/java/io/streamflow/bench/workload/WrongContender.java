package io.streamflow.bench.workload;

/** Loses ten events, fast. */
public final class WrongContender implements Contender {
  @Override
  public String name() {
    return "wrong";
  }

  @Override
  public String describe() {
    return "loses ten events";
  }

  @Override
  public boolean runs(Workload workload) {
    return true;
  }

  @Override
  public Measured run(Order order) {
    if (order.items() > 1_000_000) {
      throw new IllegalStateException("too many for me");
    }
    Run run = Run.begin(order);
    Tally tally = new Tally(run);
    run.sourceBegins();
    for (long i = 10; i < order.items(); i++) {
      Event event = Steps.first(order.feed().at(i));
      if (Steps.passes(event)) {
        tally.add(Steps.second(event));
      }
    }
    run.add(tally);
    return run.end();
  }
}
