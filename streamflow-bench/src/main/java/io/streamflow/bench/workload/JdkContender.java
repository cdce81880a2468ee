package io.streamflow.bench.workload;

import io.streamflow.bench.Pollution;
import java.util.stream.LongStream;

/** {@link java.util.stream}, sequential: what the JDK itself offers. */
public final class JdkContender implements Contender {

  @Override
  public String name() {
    return "jdk";
  }

  @Override
  public String describe() {
    return "java.util.stream, sequential";
  }

  @Override
  public boolean runs(Workload workload) {
    return workload == Workload.W1;
  }

  @Override
  public void prepare(Workload workload) throws Exception {
    Pollution.run();
  }

  @Override
  public Measured run(Order order) {
    Run run = Run.begin(order);
    Tally tally = new Tally(run);
    Feed feed = order.feed();
    run.sourceBegins();
    LongStream.range(0, order.items())
        .mapToObj(feed::at)
        .map(Steps::first)
        .filter(Steps::passes)
        .map(Steps::second)
        .forEach(tally::add);
    run.add(tally);
    return run.end();
  }
}
