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

/** Stateless chains, per item, in a JVM that has run six other pipelines. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChainBenchmark {
  private static final int ITEMS = 4_000_000;
  private static final int CHECKED_ITEMS = 1_000_000;

  /** What the chain does. */
  @Param({"map", "mapFilterMap", "eightMaps", "flatMapFilterMap"})
  public String chain = "";

  /** The hand-written loop, the engine, the engine without specialisation, JDK streams. */
  @Param({"hand", "fused", "plain", "jdk"})
  public String way = "";

  private Workload work = Nothing.WORK;

  /** Runs the other pipelines, checks the result, and starts. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    Pollution.run();
    String reference = way.equals("hand") ? "jdk" : "hand";
    Workload.check(chain, Chains.of(chain, way), Chains.of(chain, reference), CHECKED_ITEMS);
    work = Chains.of(chain, way);
  }

  /** Ends the job. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    work.end();
  }

  /** Passes items through. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void item() throws Exception {
    work.pass(ITEMS);
  }
}
