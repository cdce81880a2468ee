package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sources;
import io.streamflow.testing.PipelineDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that crash wherever that could do harm, and targets that break before, while and after they
 * take an epoch: nothing is lost, nothing shows twice, and each key stays in order.
 */
class OutboxCrashTest {
  private static final int SEEDS = 120;
  private static final int ITEMS = 120;
  private static final int KEYS = 4;

  @TempDir Path directory;

  /** Starts until it comes to its end; how often it did not. */
  private int survive(long seed, Pipeline pipeline, Random random) throws Exception {
    Path state = directory.resolve("seed-" + seed);
    int starts = 0;
    while (true) {
      assertThat(starts++).as("starts of seed %d", seed).isLessThan(2_000);
      int oneIn = (int) Math.pow(10, 0.8 + 2 * random.nextDouble());
      JobOptions options =
          JobOptions.durable(state).exactlyOnce().parallelism(1 + random.nextInt(3));
      try {
        if (PipelineDriver.crashing(pipeline, options, seed * 2_000 + starts, oneIn).runOrCrash()) {
          break;
        }
      } catch (JobFailed targetGone) {
        assertThat(targetGone)
            .satisfiesAnyOf(
                failed -> assertThat(failed).hasStackTraceContaining("the target is gone"),
                failed -> assertThat(failed).hasStackTraceContaining("the answer is lost"));
      }
    }
    Path outbox = state.resolve("outbox");
    if (Files.exists(outbox)) {
      try (var files = Files.list(outbox)) {
        assertThat(files).as("left over by seed %d", seed).isEmpty();
      }
    }
    return starts - 1;
  }

  private static Stream<Long> numbers(Random random) {
    return Stream.from(Sources.generate(ITEMS, i -> i).partitions(1 + random.nextInt(2)));
  }

  @Test
  void aTargetWithMarksShowsEachRecordOnce() throws Exception {
    int crashes = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      MarkedTarget target = new MarkedTarget();
      int oneIn = 2 + random.nextInt(20);
      target.breaks = _ -> random.nextInt(oneIn) == 0;
      Stream<Long> numbers = numbers(random);
      crashes += survive(seed, numbers.to("out", target.sink()), random);
      assertThat(target.numbers()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(all());
    }
    assertThat(crashes).as("crashes").isGreaterThan(SEEDS);
  }

  @Test
  void aTargetWithKeysShowsEachRecordOnceAndInTheOrderOfItsKey() throws Exception {
    int crashes = 0;
    int repeated = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      KeyedTarget target = new KeyedTarget();
      int oneIn = 50 + random.nextInt(500);
      target.breaks = () -> random.nextInt(oneIn) == 0;
      Stream<String> counted =
          numbers(random)
              .keyBy(i -> i % KEYS)
              .aggregate("count", Aggregators.count())
              .map(counter -> counter.key() + " " + counter.value());
      crashes += survive(seed, counted.to("out", target.sink()), random);
      repeated += target.repeated();
      Map<String, List<Long>> perKey = new HashMap<>();
      for (String record : target.records()) {
        int space = record.indexOf(' ');
        perKey
            .computeIfAbsent(record.substring(0, space), _ -> new ArrayList<>())
            .add(Long.parseLong(record.substring(space + 1)));
      }
      List<Long> inOrder = LongStream.rangeClosed(1, ITEMS / KEYS).boxed().toList();
      assertThat(perKey).as("seed %d", seed).hasSize(KEYS);
      for (Map.Entry<String, List<Long>> key : perKey.entrySet()) {
        assertThat(key.getValue()).as("key %s of seed %d", key.getKey(), seed).isEqualTo(inOrder);
      }
    }
    assertThat(crashes).as("crashes").isGreaterThan(SEEDS);
    assertThat(repeated).as("repeated deliveries").isPositive();
  }

  @Test
  void deadLettersAreDeliveredFromAnOutboxToo() throws Exception {
    for (long seed = 0; seed < SEEDS / 5; seed++) {
      Random random = new Random(seed);
      MarkedTarget letters = new MarkedTarget();
      MarkedTarget good = new MarkedTarget();
      Stream<Long> fragile =
          numbers(random)
              .map(i -> 10 / (i % 3) * 0 + i)
              .named("fragile")
              .onError(OnError.deadLetter(letters.sink().compose(failed -> failed.item())));
      survive(seed, fragile.to("out", good.sink()), random);
      assertThat(letters.numbers())
          .as("dead letters, seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(all().stream().filter(i -> i % 3 == 0).toList());
      assertThat(good.numbers()).as("seed %d", seed).hasSize(ITEMS - ITEMS / 3);
    }
  }

  private static List<Long> all() {
    return LongStream.range(0, ITEMS).boxed().toList();
  }
}
