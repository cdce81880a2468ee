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

/** Rolling sums and one-second counts over 10,000 keys, per item, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WindowBenchmark {
  private static final int ITEMS = 2_000_000;
  private static final int CHECKED_ITEMS = 3_000_000;

  /** What is kept per key. */
  @Param({"rolling", "tumbling"})
  public String work = "";

  /** A loop over primitives, a loop over HashMap, the engine, the engine not specialised. */
  @Param({"hand", "handMap", "fused", "plain"})
  public String way = "";

  private Workload running = Nothing.WORK;

  /** Runs other pipelines, checks the result, and starts. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    Pollution.run();
    String reference = way.equals("handMap") ? "hand" : "handMap";
    Workload.check(work, KeyedWork.of(work, way), KeyedWork.of(work, reference), CHECKED_ITEMS);
    running = KeyedWork.of(work, way);
  }

  /** Ends the job. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    running.end();
  }

  /** Passes items through. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void item() throws Exception {
    running.pass(ITEMS);
  }
}
