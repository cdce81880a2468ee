package io.streamflow.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * With several partitions the order of arrival is open, and with it what is late; but nothing is
 * lost or doubled, and where every partition is in order nothing is late.
 */
class SeveralPartitionsTest {
  private static final int CASES = Integer.getInteger("streamflow.test.cases", 150);

  private final List<Item> input = new ArrayList<>();

  @TestFactory
  java.util.stream.Stream<DynamicTest> nothingIsLostAndNothingInOrderIsLate() {
    return java.util.stream.LongStream.range(0, CASES)
        .mapToObj(seed ->
            DynamicTest.dynamicTest(
                "seed " + seed, () -> new SeveralPartitionsTest().check(seed, seed % 2 == 0)));
  }

  private ScriptedSource<Item> source(Random random, boolean inOrder) {
    ScriptedSource<Item> script = ScriptedSource.script();
    int partitions = 1 + random.nextInt(4);
    for (int p = 0; p < partitions; p++) {
      script = script.partition("p" + p);
      long time = random.nextInt(300);
      for (int i = random.nextInt(25); i >= 0; i--) {
        time += random.nextInt(20);
        long back = inOrder ? 0 : random.nextInt(30);
        Item item = new Item("k" + random.nextInt(3), time - back, input.size());
        input.add(item);
        script = script.item(item);
        if (random.nextInt(6) == 0) {
          script = script.pause(1 + random.nextInt(4));
        }
      }
    }
    return script;
  }

  private void check(long seed, boolean inOrder) {
    Random random = new Random(seed);
    EventTime eventTime = EventTime.ascending().neverIdle();
    Stream<Item> items =
        Stream.from(source(random, inOrder)).withEventTimeMillis(Item::time, eventTime);
    if (random.nextBoolean()) {
      items =
          items.merge(
              Stream.from(source(random, inOrder)).withEventTimeMillis(Item::time, eventTime));
    }
    if (random.nextBoolean()) {
      items = items.map(item -> item).parallelism(1 + random.nextInt(3));
    }
    var results =
        items
            .keyBy(Item::key)
            .window(Windows.tumbling(Duration.ofMillis(10)))
            .aggregate("window", Aggregators.toList());
    CollectingSink<WindowResult<String, List<Item>>> sink = new CollectingSink<>();
    CollectingSink<Item> late = new CollectingSink<>();
    PipelineDriver.of(
            Pipeline.of(results.to(sink), results.late().to(late)),
            JobOptions.defaults()
                .parallelism(1 + random.nextInt(3))
                .maxEventTimeSkew(Duration.ofMillis(random.nextInt(100)))
                .fusion(false),
            seed)
        .run();

    List<Item> found = new ArrayList<>(late.committed());
    Map<String, List<Item>> windows = new TreeMap<>();
    for (var result : sink.committed()) {
      found.addAll(result.value());
      assertThat(windows.put(result.key() + result.window().startMillis(), result.value()))
          .as("seed %d: a window is emitted once", seed)
          .isNull();
    }
    assertThat(found).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(input);
    if (inOrder) {
      assertThat(late.committed()).as("seed %d", seed).isEmpty();
      Map<String, List<Item>> expected = new TreeMap<>();
      for (Item item : input) {
        long start = Math.floorDiv(item.time(), 10) * 10;
        expected.computeIfAbsent(item.key() + start, _ -> new ArrayList<>()).add(item);
      }
      windows.replaceAll(
          (_, list) -> list.stream().sorted(Comparator.comparingInt(Item::id)).toList());
      assertThat(windows).as("seed %d", seed).isEqualTo(expected);
    }
  }
}
