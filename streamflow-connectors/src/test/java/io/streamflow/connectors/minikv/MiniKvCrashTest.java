package io.streamflow.connectors.minikv;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.aggregate.KeyedValue;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sources;
import io.streamflow.spi.OutboxOptions;
import io.streamflow.testing.PipelineDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that crash wherever that could do harm, into a store that fails before and after it does its
 * work: what it holds at the end is what it would hold without all that.
 */
class MiniKvCrashTest {
  private static final int SEEDS = 40;
  private static final int KEYS = 7;

  @TempDir Path directory;

  private static Optional<Long> value(KeyedValue<Long, Long> count) {
    return count.value() % 4 == 0 ? Optional.empty() : Optional.of(count.value());
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void theStoreHoldsWhatItWouldHoldWithoutCrashes() throws Exception {
    int crashes = 0;
    int failures = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int items = 100 + random.nextInt(60);
      try (MiniKvServer server = MiniKvServer.start()) {
        Pipeline pipeline =
            Stream.from(Sources.generate(items, i -> i).partitions(1 + random.nextInt(2)))
                .keyBy(i -> i % KEYS)
                .aggregate("count", Aggregators.count())
                .to(
                    "out",
                    MiniKv.<KeyedValue<Long, Long>>sink(
                            server.gateway().toString(),
                            count -> "n/" + count.key(),
                            MiniKvCrashTest::value)
                        .concurrency(1 + random.nextInt(4))
                        .outbox(OutboxOptions.defaults().attempts(1, Duration.ofMillis(1))));
        boolean done = false;
        for (int start = 0; !done; start++) {
          assertThat(start).as("starts of seed %d", seed).isLessThan(1_000);
          JobOptions options =
              JobOptions.durable(directory.resolve("seed-" + seed))
                  .exactlyOnce()
                  .parallelism(1 + random.nextInt(3));
          int oneIn = (int) Math.pow(10, 1 + 2 * random.nextDouble());
          switch (random.nextInt(3)) {
            case 0 -> server.fail(random.nextInt(6), 503);
            case 1 -> server.failAfterwards(random.nextInt(6), 500);
            default -> server.fail(0, 500);
          }
          try {
            done =
                PipelineDriver.crashing(pipeline, options, seed * 1_000L + start, oneIn)
                    .runOrCrash();
            crashes += done ? 0 : 1;
          } catch (JobFailed e) {
            assertThat(e).hasMessageContaining("told to fail");
            failures++;
          }
        }
        assertThat(server.values()).as("seed %d", seed).isEqualTo(expected(items));
      }
    }
    assertThat(crashes).as("crashes").isGreaterThan(SEEDS);
    assertThat(failures).as("deliveries that failed").isPositive();
  }

  private static Map<String, String> expected(int items) {
    Map<String, String> expected = new TreeMap<>();
    for (long key = 0; key < KEYS; key++) {
      long count = (items - 1 - key) / KEYS + 1;
      if (count % 4 != 0) {
        expected.put("n/" + key, String.valueOf(count));
      }
    }
    return expected;
  }
}
