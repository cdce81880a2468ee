package io.streamflow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A specialised loop, which calls the first steps one after the other, gives what plain operators
 * give that call each other: for random chains, shorter and longer than what it calls so, of steps
 * that drop, fail, give times and keep state.
 */
class ChainLoopTest {
  private static final int CASES = Integer.getInteger("streamflow.test.cases", 150);
  private static final int ITEMS = 200;

  private record Outcome(List<String> items, List<String> windows, List<String> late) {}

  @TestFactory
  java.util.stream.Stream<DynamicTest> givesWhatPlainOperatorsGive() {
    return LongStream.range(0, CASES)
        .mapToObj(seed ->
            DynamicTest.dynamicTest(
                "seed " + seed,
                () -> assertThat(run(seed, true)).as("seed %d", seed).isEqualTo(run(seed, false))));
  }

  private static Outcome run(long seed, boolean fusion) {
    Random random = new Random(seed);
    CollectingSink<Long> items = new CollectingSink<>();
    CollectingSink<Object> windows = new CollectingSink<>();
    CollectingSink<Long> late = new CollectingSink<>();
    Stream<Long> stream = Stream.from(Sources.generate(ITEMS, i -> i));
    int steps = random.nextInt(10);
    int timeAt = random.nextInt(steps + 1);
    for (int i = 0; i < steps; i++) {
      if (i == timeAt) {
        stream = timed(stream, random);
      }
      stream = step(stream, random, i < timeAt ? 3 : 5);
    }
    if (steps == timeAt) {
      stream = timed(stream, random);
    }
    var counted =
        stream
            .keyBy(n -> Math.floorMod(n, 3))
            .window(Windows.tumbling(Duration.ofMillis(10)))
            .aggregate(
                "window",
                random.nextBoolean() ? Aggregators.count() : Aggregators.sumDouble(n -> n));
    List<io.streamflow.Pipeline> ends =
        new ArrayList<>(List.of(counted.to("windows", windows), counted.late().to("late", late)));
    if (random.nextBoolean()) { // else the window is the last step of the chain
      ends.add(stream.to("items", items));
    }
    PipelineDriver.of(
            io.streamflow.Pipeline.of(ends.toArray(io.streamflow.Pipeline[]::new)),
            JobOptions.defaults().parallelism(1).fusion(fusion).onError(OnError.skip()),
            seed)
        .run();
    return new Outcome(texts(items), texts(windows), texts(late));
  }

  private static List<String> texts(CollectingSink<?> sink) {
    return sink.committed().stream().map(Object::toString).toList();
  }

  private static Stream<Long> timed(Stream<Long> stream, Random random) {
    int back = random.nextInt(30);
    int fails = 2 + random.nextInt(50);
    return stream.withEventTimeMillis(
        n -> failing(n, fails) - Math.floorMod(n * 7, 31),
        EventTime.outOfOrderBy(Duration.ofMillis(back)));
  }

  private static Stream<Long> step(Stream<Long> stream, Random random, int kinds) {
    int fails = 2 + random.nextInt(50);
    int by = 2 + random.nextInt(9);
    return switch (random.nextInt(kinds)) {
      case 0 -> stream.map(n -> failing(n, fails) + by);
      case 1 -> stream.filter(n -> failing(n, fails) % by != 0);
      case 2 ->
          stream.flatMap((n, out) -> {
            if (n % by == 0) {
              out.emit(n);
            }
            out.emit(n + 1);
          });
      case 3 ->
          stream
              .keyBy(n -> n % by)
              .aggregate(Aggregators.sumLong(n -> failing(n, fails)))
              .map(sum -> sum.key() + sum.value() % 1_000);
      default ->
          stream
              .keyBy(n -> n % by)
              .aggregate(Aggregators.max(n -> failing(n, fails)))
              .map(max -> max.key() + max.value() % 1_000);
    };
  }

  private static long failing(long n, int every) {
    if (n % every == every - 1) {
      throw new IllegalArgumentException("not " + n);
    }
    return n;
  }
}
