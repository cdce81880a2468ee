package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.WindowedResults;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException.CheckpointFailed;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jobs of many shapes on real threads, with a checkpoint every other millisecond, that fail, stop,
 * are cancelled and rescaled all the time: each record shows once, as a plain loop tells it.
 */
class DisturbedShapesTest {
  private static final int ITEMS = 10_000;
  private static final int DISTURBANCES = 25;

  @TempDir Path directory;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Fuse fuse = new Fuse(new Random(seed), 200, 3_000);
  private final GatedNumbers idle = new GatedNumbers();
  private final Map<String, CollectingSink<Object>> sinks = new HashMap<>();

  private Stream<Long> numbers(long count, int partitions) {
    return Stream.from(Sources.generate(count, i -> i).partitions(partitions));
  }

  private <T> Pipeline end(String name, Stream<T> stream) {
    return stream.to(name + "-out", sinks.computeIfAbsent(name, _ -> new CollectingSink<>()));
  }

  private void assertShows(String sink, List<String> expected) {
    assertThat(sinks.get(sink).committed().stream().map(Object::toString).sorted().toList())
        .as("%s, seed %d", sink, seed)
        .isEqualTo(expected.stream().sorted().toList());
  }

  private JobOptions options() {
    return JobOptions.durable(directory.resolve("state"))
        .checkpointInterval(Duration.ofMillis(2))
        .restart(1_000, Duration.ofMillis(1))
        .parallelism(1 + random.nextInt(4))
        .batchSize(1 + random.nextInt(100))
        .channelCapacity(1 + random.nextInt(4))
        .maxEventTimeSkew(Duration.ofMillis(random.nextBoolean() ? 100 : 1_000_000))
        .stateMemory(random.nextBoolean() ? 1 : 1 << 20);
  }

  /** Starts the pipeline again and again until it has completed. */
  private void survive(Pipeline pipeline) throws InterruptedException {
    for (int disturbed = 0; disturbed < DISTURBANCES; disturbed++) {
      try (Job job = pipeline.start(options())) {
        if (job.await(Duration.ofMillis(random.nextInt(30)))) {
          break;
        }
        disturb(job);
      }
    }
    fuse.hold();
    idle.shut();
    pipeline.run(options());
  }

  private void disturb(Job job) throws InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> {
        job.stop();
        try {
          job.await();
        } catch (JobFailed meanwhile) { // no restart follows when it is to stop
          assertThat(meanwhile).hasMessageContaining("the fuse blows");
        }
      }
      case 1 -> job.cancel();
      case 2 -> {
        try {
          job.rescale(1 + random.nextInt(4));
        } catch (CheckpointFailed over) {
          assertThat(over).hasMessageContaining("job 'streamflow'");
        }
      }
      default -> {}
    }
  }

  /** What counting by key emits, whatever the order of the items. */
  private static List<String> countsOf(LongStream keys) {
    Map<Long, Long> counts = new HashMap<>();
    List<String> expected = new ArrayList<>();
    keys.forEach(key ->
        expected.add(
            "KeyedValue[key=" + key + ", value=" + counts.merge(key, 1L, Long::sum) + "]"));
    return expected;
  }

  private static List<String> texts(LongStream numbers) {
    return numbers.mapToObj(Long::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatPartsAndMeetsAgain(int partitions) throws Exception {
    Stream<Long> numbers = numbers(ITEMS, partitions).map(fuse::<Long>pass);
    Stream<Long> tens = numbers.filter(n -> n % 2 == 0).map(n -> n * 10);
    Stream<Long> odds = numbers.filter(n -> n % 2 == 1);
    survive(
        Pipeline.of(
            end("all", numbers),
            end("tens", tens),
            end(
                "counts",
                tens.merge(odds).keyBy(n -> n % 7).aggregate("counts", Aggregators.count())),
            end("twice", tens.merge(odds, odds, numbers))));
    assertThat(fuse.blown()).isPositive();
    LongStream met = LongStream.range(0, ITEMS).map(n -> n % 2 == 0 ? n * 10 : n);
    assertShows("all", texts(LongStream.range(0, ITEMS)));
    assertShows("tens", texts(LongStream.range(0, ITEMS / 2).map(n -> n * 20)));
    assertShows("counts", countsOf(met.map(n -> n % 7)));
    assertShows(
        "twice",
        texts(
            LongStream.range(0, ITEMS)
                .flatMap(n -> n % 2 == 0 ? LongStream.of(n, n * 10) : LongStream.of(n, n, n))));
  }

  @Test
  void sourcesThatAreEmptyOrSilentOrEndEarly() throws Exception {
    EventTime never = EventTime.ascending().neverIdle();
    Stream<Long> all =
        numbers(ITEMS, 2)
            .named("long")
            .withEventTimeMillis(n -> n, never)
            .map(fuse::<Long>pass)
            .merge(
                numbers(700, 1).named("short").withEventTimeMillis(n -> n, never),
                numbers(0, 3).named("empty").withEventTimeMillis(n -> n, never),
                Stream.from(idle)
                    .named("silent")
                    .withEventTimeMillis(
                        n -> n, EventTime.ascending().idleAfter(Duration.ofMillis(1))));
    WindowedResults<Long, Long, Long> windows =
        all.keyBy(n -> n % 3)
            .window(Windows.tumbling(Duration.ofMillis(100)))
            .aggregate("windows", Aggregators.count());
    survive(
        Pipeline.of(
            end(
                "windows",
                windows.map(w -> w.key() + "@" + w.window().startMillis() + "=" + w.value())),
            end("late", windows.late()),
            end("counts", all.keyBy(n -> n % 3).aggregate("counts", Aggregators.count()))));
    assertThat(fuse.blown()).isPositive();
    Map<String, Long> expected = new HashMap<>();
    LongStream.concat(LongStream.range(0, ITEMS), LongStream.range(0, 700))
        .forEach(n -> expected.merge(n % 3 + "@" + n / 100 * 100, 1L, Long::sum));
    assertShows("windows", expected.entrySet().stream().map(Object::toString).toList());
    assertShows("late", List.of());
    assertShows(
        "counts",
        countsOf(
            LongStream.concat(LongStream.range(0, ITEMS), LongStream.range(0, 700))
                .map(n -> n % 3)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void stepsWithAParallelismOfTheirOwn(int partitions) throws Exception {
    Stream<Long> spread =
        numbers(ITEMS, partitions).parallelism(2).map(fuse::<Long>pass).parallelism(3);
    Stream<Long> keyed =
        spread
            .keyBy(n -> n % 50)
            .aggregate("fine", Aggregators.count())
            .parallelism(4)
            .map(count -> count.key() % 5);
    survive(
        Pipeline.of(
            end("fine", keyed),
            end(
                "coarse",
                keyed.keyBy(n -> n).aggregate("coarse", Aggregators.count()).parallelism(2)),
            end("spread", spread.map(n -> n + 1).parallelism(1))));
    assertThat(fuse.blown()).isPositive();
    assertShows("fine", texts(LongStream.range(0, ITEMS).map(n -> n % 50 % 5)));
    assertShows("coarse", countsOf(LongStream.range(0, ITEMS).map(n -> n % 5)));
    assertShows("spread", texts(LongStream.rangeClosed(1, ITEMS)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyKindOfState(int partitions) throws Exception {
    EveryKindOfState expected = EveryKindOfState.of(partitions).withItems(3_000);
    PipelineDriver.of(expected.pipeline(), JobOptions.defaults().parallelism(1), seed).run();
    EveryKindOfState disturbed = expected.another().through(fuse);
    survive(disturbed.pipeline());
    assertThat(fuse.blown()).isPositive();
    disturbed.assertSameAs(expected, "seed " + seed);
  }
}
