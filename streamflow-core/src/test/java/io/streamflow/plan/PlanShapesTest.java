package io.streamflow.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.KeyedValue;
import io.streamflow.function.Emitter;
import io.streamflow.job.JobOptions;
import io.streamflow.job.ThreadKind;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of unusual shape compute what they say. */
class PlanShapesTest {

  @ParameterizedTest
  @CsvSource({"PLATFORM,true", "VIRTUAL,true", "PLATFORM,false"})
  void twoThousandMapsInARow(ThreadKind threads, boolean fusion) throws Exception {
    Stream<Long> stream = Stream.from(Sources.generate(2000, i -> i));
    for (int i = 0; i < 2000; i++) {
      stream = stream.map(n -> n + 1);
    }
    CollectingSink<Long> sink = new CollectingSink<>();
    Pipeline pipeline = stream.to(sink);
    JobOptions options = JobOptions.defaults().threads(threads).fusion(fusion).parallelism(1);
    assertThat(pipeline.explain(options)).contains("2002 steps in 1 stage");
    pipeline.run(options);
    assertThat(sink.committed()).hasSize(2000).startsWith(2000L).endsWith(3999L);
  }

  @Test
  void fiveHundredNestedFlatMaps() throws Exception {
    Stream<Long> stream = Stream.from(Sources.generate(100, i -> i));
    for (int i = 0; i < 500; i++) {
      stream = stream.flatMap((Long n, Emitter<Long> out) -> out.emit(n + 1));
    }
    CollectingSink<Long> sink = new CollectingSink<>();
    stream.to(sink).run();
    assertThat(sink.committed()).hasSize(100).startsWith(500L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void fiftySinks(int parallelism) throws Exception {
    Stream<Long> stream = Stream.from(Sources.generate(1000, i -> i).partitions(2)).map(i -> i);
    List<CollectingSink<Long>> sinks = new ArrayList<>();
    List<Pipeline> ends = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      CollectingSink<Long> sink = new CollectingSink<>();
      sinks.add(sink);
      ends.add((i % 2 == 0 ? stream : stream.filter(n -> n >= 0)).to(sink));
    }
    Pipeline.of(ends.toArray(Pipeline[]::new)).run(JobOptions.defaults().parallelism(parallelism));
    assertThat(sinks).allSatisfy(sink -> assertThat(sink.committed()).hasSize(1000));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aDiamondAndAStreamMergedWithItself(int parallelism) throws Exception {
    Stream<Long> top = Stream.from(Sources.generate(1000, i -> i)).map(i -> i);
    Stream<Long> diamond =
        top.filter(i -> i % 2 == 0)
            .merge(top.filter(i -> i % 2 == 1), top.map(i -> -i).parallelism(2));
    CollectingSink<Long> sink = new CollectingSink<>();
    CollectingSink<Long> twice = new CollectingSink<>();
    Pipeline pipeline = Pipeline.of(diamond.to(sink), top.merge(top).to(twice));
    pipeline.run(JobOptions.defaults().parallelism(parallelism));
    assertThat(sink.committed()).hasSize(2000);
    assertThat(sink.committed().stream().mapToLong(i -> i).sum()).isZero();
    assertThat(twice.committed()).hasSize(2000);
    assertThat(twice.committed().stream().mapToLong(i -> i).sum()).isEqualTo(999_000);
    String tree = pipeline.explain(JobOptions.defaults().parallelism(1));
    assertThat(tree.lines().filter(line -> line.contains("merge 'merge-2'"))).hasSize(1);
  }

  enum Color {
    RED,
    GREEN,
    BLUE
  }

  record Key(Color color, String name, int number) {}

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void everyKeyGoesToOneSubtask(int parallelism) throws Exception {
    Map<Key, Set<Thread>> threads = new ConcurrentHashMap<>();
    CollectingSink<KeyedValue<Key, Long>> sink = new CollectingSink<>();
    Stream.from(Sources.generate(3000, i -> i).partitions(3))
        .parallelism(3)
        .keyBy(i -> new Key(Color.values()[(int) (i % 3)], "n" + i % 5, (int) (i % 2)))
        .aggregate("n", io.streamflow.aggregate.Aggregators.count())
        .peek(result ->
            threads
                .computeIfAbsent(result.key(), _ -> ConcurrentHashMap.newKeySet())
                .add(Thread.currentThread()))
        .filter(result -> result.value() == 100)
        .to(sink)
        .run(JobOptions.defaults().parallelism(parallelism));
    assertThat(threads).hasSize(30).allSatisfy((_, seen) -> assertThat(seen).hasSize(1));
    assertThat(sink.committed()).hasSize(30);
  }

  @Test
  void streamsAreImmutable() throws Exception {
    CollectingSink<Long> one = new CollectingSink<>();
    CollectingSink<Long> two = new CollectingSink<>();
    Stream<Long> base = Stream.from(Sources.generate(3, i -> i));
    Stream<Long> mapped = base.map(i -> i * 10);
    Stream<Long> named = mapped.named("times ten");
    named.map(i -> i + 1).parallelism(7).to(Sinks.forEach(_ -> {}));
    Pipeline pipeline = mapped.to(one);
    assertThat(pipeline.explain()).contains("map 'map-1'").doesNotContain("times ten");
    pipeline.run();
    Pipeline.of(pipeline, named.to(two)).run();
    assertThat(one.committed()).hasSize(6);
    assertThat(two.committed()).containsExactly(0L, 10L, 20L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 512})
  void aChangeOfParallelismSpreadsItemsEvenWhenTheyComeOneByOne(int batchSize) throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Stream.from(Sources.generate(200, i -> i))
        .parallelism(1)
        .limitRate(2000, 1)
        .map(i -> {
          threads.add(Thread.currentThread());
          return i;
        })
        .parallelism(4)
        .to(Sinks.forEach(_ -> {}))
        .run(JobOptions.defaults().batchSize(batchSize).parallelism(1));
    assertThat(threads).hasSize(4);
  }
}
