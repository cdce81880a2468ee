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

/**
 * Chains alone, without source, thread or counters: how far the engine's calls are compiled away.
 * Per item, over batches of {@value BatchChains#BATCH_SIZE}, in a JVM that has run six other
 * pipelines through the same engine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FusedChainBenchmark {
  private static final int ITEMS = 4_096_000;
  private static final int CHECKED_ITEMS = 1_000_000;

  /** What the chain does. */
  @Param({"map", "mapFilterMap", "eightMaps", "flatMapFilterMap"})
  public String chain = "";

  /**
   * The same functions in a loop, the engine's chain, that with a sink that reads a field first,
   * that not specialised, JDK streams.
   */
  @Param({"hand", "fused", "fusedField", "plain", "jdk"})
  public String way = "";

  private Workload work = Nothing.WORK;

  /** Runs the other pipelines, checks the result, and starts. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    Pollution.run();
    String reference = way.equals("hand") ? "jdk" : "hand";
    Workload.check(
        chain, BatchChains.of(chain, way), BatchChains.of(chain, reference), CHECKED_ITEMS);
    work = BatchChains.of(chain, way);
  }

  /** Ends it. */
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
