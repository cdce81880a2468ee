package io.streamflow.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.ManualClock;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Windows that are aggregated in part before items change tasks: each item counts once, in its
 * window or as a late one, however watermarks run apart, sources fall silent, and jobs start again.
 */
class PreAggregationTest {
  private static final int CASES = Integer.getInteger("streamflow.test.cases", 200);
  private static final Duration SIZE = Duration.ofMillis(10);

  /** Counts, and tells which items there were, as each item is a bit of the sum. */
  private record Seen(long count, long bits, int least, int greatest, Item first) {}

  /** A window's items, each a bit. */
  private record Counted(long bits, long start) {}

  private static final Aggregator<Item, ?, Seen> SEEN =
      Aggregators.of(
          Seen::new,
          Aggregators.count(),
          Aggregators.sumLong(item -> 1L << item.id()),
          Aggregators.min(Item::id),
          Aggregators.max(Item::id),
          Aggregators.<Item, Integer>minBy(Item::id));

  @Test
  void onlyWhatCannotBeToldApartIsAggregatedBeforeTheExchange() {
    assertThat(explain(Aggregators.count(), Windows.tumbling(SIZE))).contains("pre-aggregated");
    assertThat(explain(SEEN, Windows.sliding(SIZE.multipliedBy(3), SIZE)))
        .contains("pre-aggregated");
    assertThat(
            explain(Aggregators.filtering(_ -> true, Aggregators.count()), Windows.tumbling(SIZE)))
        .contains("pre-aggregated");
    assertThat(explain(Aggregators.average(Item::id), Windows.tumbling(SIZE)))
        .doesNotContain("pre-aggregated");
    assertThat(explain(Aggregators.toList(), Windows.tumbling(SIZE)))
        .doesNotContain("pre-aggregated");
    assertThat(explain(Aggregators.reducing((a, _) -> a), Windows.tumbling(SIZE)))
        .doesNotContain("pre-aggregated");
    assertThat(explain(Aggregators.count(), Windows.session(SIZE)))
        .doesNotContain("pre-aggregated");
    assertThat(
            Stream.from(Sources.from(List.<Item>of()))
                .withEventTimeMillis(Item::time, EventTime.ascending())
                .keyBy(Item::key)
                .window(Windows.tumbling(SIZE))
                .earlyEvery(Duration.ofMillis(2))
                .aggregate("window", Aggregators.count())
                .to(new CollectingSink<>())
                .explain(JobOptions.defaults().parallelism(2)))
        .doesNotContain("pre-aggregated");
  }

  private static String explain(Aggregator<Item, ?, ?> aggregator, Windows windows) {
    return Stream.from(Sources.from(List.<Item>of()))
        .withEventTimeMillis(Item::time, EventTime.ascending())
        .keyBy(Item::key)
        .window(windows)
        .aggregate("window", aggregator)
        .to(new CollectingSink<>())
        .explain(JobOptions.defaults().parallelism(2));
  }

  @TestFactory
  java.util.stream.Stream<DynamicTest> eachItemCountsOnceHoweverSourcesFallSilent() {
    return LongStream.range(0, CASES)
        .mapToObj(seed ->
            DynamicTest.dynamicTest("seed " + seed, () -> checkSilence(seed, seed % 2 == 0)));
  }

  private static ScriptedSource<Item> source(Random random, List<Item> all) {
    ScriptedSource<Item> script = ScriptedSource.script();
    int partitions = 2 + random.nextInt(3);
    for (int p = 0; p < partitions; p++) {
      script = script.partition("p" + p);
      long time = random.nextInt(100);
      for (int i = random.nextInt(60 / partitions); i >= 0; i--) {
        time += random.nextInt(8);
        Item item = new Item("k" + random.nextInt(2), time - random.nextInt(12), all.size());
        all.add(item);
        script = script.item(item);
        if (random.nextInt(5) == 0) {
          script = script.pause(1 + random.nextInt(40));
        }
      }
    }
    return script;
  }

  private static void checkSilence(long seed, boolean asNumbers) {
    Random random = new Random(seed);
    List<Item> input = new ArrayList<>();
    EventTime time =
        EventTime.outOfOrderBy(Duration.ofMillis(random.nextInt(10)))
            .idleAfter(Duration.ofMillis(1 + random.nextInt(10)));
    var windows =
        Stream.from(source(random, input))
            .withEventTimeMillis(Item::time, time)
            .keyBy(Item::key)
            .window(Windows.tumbling(SIZE));
    CollectingSink<Item> late = new CollectingSink<>();
    CollectingSink<Counted> counted = new CollectingSink<>();
    Pipeline pipeline;
    if (asNumbers) {
      var sums = windows.aggregate("window", Aggregators.sumLong(item -> 1L << item.id()));
      pipeline =
          Pipeline.of(
              sums.map(sum -> new Counted(sum.value(), sum.window().startMillis())).to(counted),
              sums.late().to(late));
    } else {
      var sums = windows.aggregate("window", SEEN);
      pipeline =
          Pipeline.of(
              sums.map(
                      seen -> {
                        assertThat(seen.value().count())
                            .isEqualTo(Long.bitCount(seen.value().bits()));
                        assertThat(seen.value().least())
                            .isEqualTo(Long.numberOfTrailingZeros(seen.value().bits()))
                            .isEqualTo(seen.value().first().id());
                        assertThat(seen.value().greatest())
                            .isEqualTo(63 - Long.numberOfLeadingZeros(seen.value().bits()));
                        return new Counted(seen.value().bits(), seen.window().startMillis());
                      })
                  .to(counted),
              sums.late().to(late));
    }
    PipelineDriver.of(
            pipeline,
            JobOptions.defaults()
                .parallelism(2 + random.nextInt(2))
                .batchSize(1 + random.nextInt(10))
                .clock(ManualClock.at(Instant.EPOCH)),
            seed)
        .run();

    Map<Integer, Long> windowOf = new TreeMap<>();
    for (Counted window : counted.committed()) {
      for (int id = 0; id < Long.SIZE; id++) {
        if ((window.bits() >>> id & 1) == 1) {
          assertThat(windowOf.put(id, window.start()))
              .as("seed %d: item %d counts in one window", seed, id)
              .isNull();
        }
      }
    }
    for (Item item : late.committed()) {
      assertThat(windowOf.put(item.id(), Math.floorDiv(item.time(), 10) * 10))
          .as("seed %d: item %d is late or counted", seed, item.id())
          .isNull();
    }
    assertThat(windowOf)
        .as("seed %d", seed)
        .isEqualTo(
            input.stream()
                .collect(Collectors.toMap(Item::id, i -> Math.floorDiv(i.time(), 10) * 10)));
  }

  @Test
  void stepsCountItemsAndNotWhatCrosses() throws Exception {
    int items = 100_000;
    CollectingSink<WindowResult<Long, Long>> sink = new CollectingSink<>();
    Pipeline pipeline =
        Stream.from(Sources.generate(items, i -> i).partitions(2))
            .withEventTimeMillis(i -> i, EventTime.outOfOrderBy(Duration.ofSeconds(1)))
            .keyBy(i -> i % 10)
            .window(Windows.tumbling(Duration.ofSeconds(10)))
            .aggregate("window", Aggregators.count())
            .to(sink);
    try (Job job = pipeline.start(JobOptions.defaults().parallelism(2))) {
      job.await();
      assertThat(job.view().steps())
          .filteredOn(step -> step.name().equals("window"))
          .singleElement()
          .satisfies(step -> assertThat(step.in()).isEqualTo(items));
    }
    assertThat(sink.committed()).hasSize(10 * items / 10_000);
    assertThat(sink.committed()).allMatch(result -> result.value() == 1_000);
  }

  @Test
  void wherePartialResultsWouldBeAsManyAsItemsNothingIsLostEither() throws Exception {
    int items = 200_000;
    CollectingSink<WindowResult<Long, Long>> sink = new CollectingSink<>();
    Stream.from(Sources.generate(items, i -> i).partitions(3))
        .withEventTimeMillis(i -> i / 1_000, EventTime.outOfOrderBy(Duration.ofSeconds(1)))
        .keyBy(i -> i < 50_000 || i > 150_000 ? i % 3 : i)
        .window(Windows.tumbling(Duration.ofMillis(150)))
        .aggregate("window", Aggregators.sumLong(i -> i))
        .to(sink)
        .run(JobOptions.defaults().parallelism(3));
    long sum = sink.committed().stream().mapToLong(WindowResult::value).sum();
    assertThat(sum).isEqualTo((long) items * (items - 1) / 2);
    assertThat(sink.committed().stream().map(r -> r.key() + "@" + r.window().startMillis()))
        .doesNotHaveDuplicates();
  }

  @Test
  void anItemThatFailsIsLeftOutByTheStepsPolicyWithTheItemAtHand() throws Exception {
    CollectingSink<WindowResult<Integer, Long>> sink = new CollectingSink<>();
    CollectingSink<io.streamflow.job.FailedItem> failed = new CollectingSink<>();
    Stream.from(Sources.generate(1_000, i -> i).partitions(2))
        .withEventTimeMillis(i -> i, EventTime.outOfOrderBy(Duration.ofSeconds(1)))
        .keyBy(i -> 100 / (int) (i % 10)) // the tenth has no key
        .window(Windows.tumbling(Duration.ofSeconds(10)))
        .aggregate("window", Aggregators.sumLong(i -> Math.min(1, 200 + 100 / (i % 10 - 1))))
        .onError(OnError.deadLetter(failed))
        .to(sink)
        .run(JobOptions.defaults().parallelism(2));
    assertThat(failed.committed()).hasSize(200);
    assertThat(failed.committed()).allMatch(item -> item.step().equals("window"));
    assertThat(sink.committed().stream().mapToLong(WindowResult::value).sum()).isEqualTo(800);
  }
}
