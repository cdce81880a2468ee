package io.streamflow.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The same work on one thread, and on two with an exchange by key between them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ExchangeBenchmark {
  private static final int ITEMS = 2_000_000;
  private static final int CHECKED_ITEMS = 2_000_000;

  /** What is kept per key. */
  @Param({"rolling", "tumbling"})
  public String work = "";

  /** One subtask; two, with one source partition between them; two with one each. */
  @Param({"fused", "fused2", "fused2of2"})
  public String way = "";

  private Workload running = Nothing.WORK;

  /** Runs other pipelines, checks the count, and starts. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    Pollution.run();
    if (way.equals("fused")) {
      Workload.check(work, KeyedWork.of(work, way), KeyedWork.of(work, "handMap"), CHECKED_ITEMS);
    }
    running = KeyedWork.of(work, way);
  }

  /** Ends the job, and checks that nothing was lost on the way. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    running.end();
    KeyedWork.checkComplete(work, running);
  }

  /** Passes items through. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void item() throws Exception {
    running.pass(ITEMS);
  }
}
