package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.job.JobOptions;
import io.streamflow.testing.ManualClock;
import io.streamflow.testing.PipelineDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A durable job that crashes again and again, wherever that could do harm, ends with the output of
 * one that does not: nothing lost, nothing twice, whatever the parallelism from one start to the
 * next.
 */
@Execution(ExecutionMode.SAME_THREAD)
class CrashEverywhereTest {
  private static final int SEEDS = 1_000;
  private static final int SEEDS_WITH_LONG_KEYS = 100;
  private static final int MOST_STARTS = 2_000;

  @TempDir Path directory;

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void crashesLeaveNoTrace() throws IOException {
    int crashes = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      crashes += surviveOneSeed(seed, 1);
    }
    assertThat(crashes).as("crashes").isGreaterThan(2 * SEEDS);
  }

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void keysLongerThanTheFileTakesAreNoDifferent() throws IOException {
    for (long seed = 0; seed < SEEDS_WITH_LONG_KEYS; seed++) {
      surviveOneSeed(seed, 2_000);
    }
  }

  private int surviveOneSeed(long seed, int keyLength) throws IOException {
    Random random = new Random(seed);
    EveryKindOfState expected =
        EveryKindOfState.of(random.nextBoolean() ? 1 : 3).withKeysOf(keyLength);
    PipelineDriver.of(expected.pipeline(), JobOptions.defaults().parallelism(1), seed).run();

    EveryKindOfState survivor = expected.another();
    Pipeline pipeline = survivor.pipeline();
    Path state = directory.resolve("seed-" + seed);
    ManualClock clock = ManualClock.at(Instant.EPOCH);
    boolean done = false;
    int starts = 0;
    while (!done) {
      assertThat(starts++).as("starts of seed %d", seed).isLessThan(MOST_STARTS);
      int oneIn = (int) Math.pow(10, 1 + 2.5 * random.nextDouble()); // some die soon, some late
      JobOptions options =
          JobOptions.durable(state)
              .parallelism(1 + random.nextInt(3))
              .stateMemory(random.nextBoolean() ? 1 : 1 << 20)
              .clock(clock);
      done =
          PipelineDriver.crashing(pipeline, options, seed * MOST_STARTS + starts, oneIn)
              .runOrCrash();
    }
    survivor.assertSameAs(expected, "seed " + seed);
    delete(state);
    return starts - 1;
  }

  private static void delete(Path state) throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      List<Path> all = files.sorted(java.util.Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }
}
