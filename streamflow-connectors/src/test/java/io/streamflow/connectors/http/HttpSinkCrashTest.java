package io.streamflow.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sources;
import io.streamflow.spi.OutboxOptions;
import io.streamflow.testing.PipelineDriver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that crash wherever that could do harm, to a service that fails before and after it does its
 * work, and counts each key once: it sees each item once, and those of a key in order.
 */
class HttpSinkCrashTest {
  private static final int SEEDS = 40;
  private static final int KEYS = 5;
  private static final Pattern ITEM = Pattern.compile("(\\d+):(\\d+)");

  @TempDir Path directory;

  private static HttpSink<String> sink(Service service, Random random, Path refused) {
    HttpSink<String> sink =
        Http.<String>sink(
                service.url("/items"), "text/plain", s -> s.getBytes(StandardCharsets.UTF_8))
            .orderBy(item -> item.substring(0, item.indexOf(':')))
            .refusedTo(refused)
            .concurrency(1 + random.nextInt(4))
            .outbox(OutboxOptions.defaults().attempts(1, Duration.ofMillis(1)));
    return random.nextBoolean() ? sink : sink.lines(1 + random.nextInt(6));
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void theServiceSeesEachItemOnceAndInTheOrderOfItsKey() throws Exception {
    int crashes = 0;
    int failures = 0;
    int repeated = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Random chance = new Random(seed);
      int items = 80 + random.nextInt(60);
      Path refused = directory.resolve("refused-" + seed);
      try (Service service = new Service()) {
        service.script =
            (request, _) -> {
              synchronized (chance) {
                int status = chance.nextInt(12) > 0 ? 200 : chance.nextBoolean() ? 500 : 503;
                return request.body().contains("3:7") ? 400 : status;
              }
            };
        Pipeline pipeline =
            Stream.from(Sources.generate(items, i -> i).partitions(1 + random.nextInt(2)))
                .keyBy(i -> i % KEYS)
                .aggregate("count", Aggregators.count())
                .map(count -> count.key() + ":" + count.value())
                .to("out", sink(service, random, refused));
        boolean done = false;
        for (int start = 0; !done; start++) {
          assertThat(start).as("starts of seed %d", seed).isLessThan(1_000);
          JobOptions options =
              JobOptions.durable(directory.resolve("seed-" + seed))
                  .exactlyOnce()
                  .parallelism(1 + random.nextInt(3));
          int oneIn = (int) Math.pow(10, 1 + 2 * random.nextDouble());
          try {
            done =
                PipelineDriver.crashing(pipeline, options, seed * 1_000L + start, oneIn)
                    .runOrCrash();
            crashes += done ? 0 : 1;
          } catch (JobFailed e) {
            assertThat(e).hasMessageContaining("tried 2 times");
            failures++;
          }
        }
        assertThat(seen(service)).as("seed %d", seed).isEqualTo(expected(items));
        assertThat(Files.readAllLines(refused)).as("seed %d", seed).hasSize(1);
        repeated += service.requests().size() - service.done().size();
      }
    }
    assertThat(crashes).as("crashes").isGreaterThan(SEEDS);
    assertThat(failures).as("deliveries that failed").isPositive();
    assertThat(repeated).as("requests that came again").isPositive();
  }

  private static Map<Integer, List<Integer>> seen(Service service) {
    Map<Integer, List<Integer>> seen = new TreeMap<>();
    for (String body : service.bodies()) {
      Matcher item = ITEM.matcher(body);
      while (item.find()) {
        seen.computeIfAbsent(Integer.parseInt(item.group(1)), _ -> new ArrayList<>())
            .add(Integer.parseInt(item.group(2)));
      }
    }
    return seen;
  }

  private static Map<Integer, List<Integer>> expected(int items) {
    Map<Integer, List<Integer>> expected = new TreeMap<>();
    for (int i = 0; i < items; i++) {
      int key = i % KEYS;
      int count = i / KEYS + 1;
      if (key != 3 || count != 7) {
        expected.computeIfAbsent(key, _ -> new ArrayList<>()).add(count);
      }
    }
    return expected;
  }
}
