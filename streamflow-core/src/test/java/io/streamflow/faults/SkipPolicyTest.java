package io.streamflow.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.function.Emitter;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.ScriptedSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An item that is skipped is counted and leaves nothing behind; all others pass. */
class SkipPolicyTest {
  private static final List<Long> ALL_BUT_TENS =
      LongStream.range(0, 100).filter(i -> i % 10 != 0).boxed().toList();

  private static <R> R failAtTens(long item, R result) {
    if (item % 10 == 0) {
      throw new IllegalArgumentException("ten");
    }
    return result;
  }

  static List<Arguments> steps() {
    return List.of(
        step("map", s -> s.map(i -> failAtTens(i, i)).named("map")),
        step("null", s -> s.map(i -> i % 10 == 0 ? null : i).named("null")),
        step("filter", s -> s.filter(i -> failAtTens(i, true)).named("filter")),
        step(
            "flatMap",
            s ->
                s.flatMap(
                        (Long i, Emitter<Long> out) -> {
                          out.emit(i);
                          failAtTens(i, i); // what was emitted before is taken back
                        })
                    .named("flatMap")),
        step("iterable", s -> s.flatMap(i -> List.of(failAtTens(i, i))).named("iterable")),
        step("key", s -> s.keyBy(i -> failAtTens(i, i)).reduce("key", (a, _) -> a)),
        step("null key", s -> s.keyBy(i -> i % 10 == 0 ? null : i).reduce("null key", (a, _) -> a)),
        step(
            "add",
            s ->
                s.keyBy(i -> i)
                    .aggregate(
                        "add",
                        Aggregator.of(() -> 0L, (n, i) -> failAtTens(i, n + i), Long::sum, n -> n))
                    .map(kv -> kv.value())),
        step(
            "finish",
            s ->
                s.keyBy(i -> i)
                    .aggregate(
                        "finish",
                        Aggregator.of(() -> 0L, (n, i) -> n + i, Long::sum, n -> failAtTens(n, n)))
                    .map(kv -> kv.value())));
  }

  private static Arguments step(String name, Function<Stream<Long>, Stream<Long>> step) {
    return Arguments.of(name, step);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void theJobsDefaultHoldsForEveryStep(String name, Function<Stream<Long>, Stream<Long>> step)
      throws Exception {
    for (int parallelism : List.of(1, 2)) {
      CollectingSink<Long> sink = new CollectingSink<>();
      Job job =
          step.apply(Stream.from(Sources.generate(100, i -> i)))
              .to(sink)
              .start(JobOptions.defaults().parallelism(parallelism).onError(OnError.skip()));
      job.await();

      assertThat(sink.committed()).containsExactlyInAnyOrderElementsOf(ALL_BUT_TENS);
      assertThat(job.progress().steps().get(name).skipped()).isEqualTo(10);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void aStepsOwnPolicyBeatsTheJobs(String name, Function<Stream<Long>, Stream<Long>> step)
      throws Exception {
    if (name.equals("add") || name.equals("finish")) {
      return; // a map follows
    }
    for (int parallelism : List.of(1, 2)) {
      CollectingSink<Long> sink = new CollectingSink<>();
      Stream<Long> stream = step.apply(Stream.from(Sources.generate(100, i -> i)));

      stream
          .onError(OnError.skip())
          .to(sink)
          .run(JobOptions.defaults().parallelism(parallelism).onError(OnError.fail()));
      assertThat(sink.committed()).containsExactlyInAnyOrderElementsOf(ALL_BUT_TENS);

      JobFailed failed =
          catchThrowableOfType(
              JobFailed.class,
              () ->
                  stream
                      .onError(OnError.fail())
                      .to(new CollectingSink<Long>())
                      .run(JobOptions.defaults().parallelism(parallelism).onError(OnError.skip())));
      assertThat(failed.step()).isEqualTo(name);
    }
  }

  @Test
  void aSinkSkipsWhatItCannotWrite() throws Exception {
    Set<Long> written = ConcurrentHashMap.newKeySet();
    Job job =
        Stream.from(Sources.generate(100, i -> i))
            .to("set", Sinks.forEach(i -> written.add(failAtTens(i, i))))
            .start(JobOptions.defaults().onError(OnError.skip()));
    job.await();
    assertThat(written).containsExactlyInAnyOrderElementsOf(ALL_BUT_TENS);
    assertThat(job.progress().steps().get("set").skipped()).isEqualTo(10);
    assertThat(job.progress().steps().get("set").in()).isEqualTo(90);
  }

  @Test
  void aSourceSkipsRecordsItCannotDecode() throws Exception {
    CollectingSink<String> sink = new CollectingSink<>();
    Job job =
        Stream.from(ScriptedSource.<String>script().item("a").reject("?").item("b").reject("!"))
            .named("script")
            .onError(OnError.skip())
            .to(sink)
            .start();
    job.await();
    assertThat(sink.committed()).containsExactly("a", "b");
    assertThat(job.progress().steps().get("script").skipped()).isEqualTo(2);
  }

  @Test
  void aKeyThatFailsOnceLeavesTheStateOfItsKeyAlone() throws Exception {
    CollectingSink<Long> sink = new CollectingSink<>();
    Stream.from(Sources.of(1L, 2L, 10L, 3L))
        .keyBy(_ -> "all")
        .aggregate(
            "sum", Aggregator.of(() -> 0L, (n, i) -> n + failAtTens(i, i), Long::sum, n -> n))
        .onError(OnError.skip())
        .map(kv -> kv.value())
        .to(sink)
        .run();
    assertThat(sink.committed()).containsExactly(1L, 3L, 6L);
  }

  @Test
  void anItemWhoseResultFailsIsNotInTheNextResult() throws Exception {
    CollectingSink<Long> sink = new CollectingSink<>();
    Stream.from(Sources.of(1L, 9L, 2L))
        .keyBy(_ -> "all")
        .aggregate(
            "sum", Aggregator.of(() -> 0L, (n, i) -> n + i, Long::sum, n -> failAtTens(n, n)))
        .onError(OnError.skip())
        .map(kv -> kv.value())
        .to(sink)
        .run();
    assertThat(sink.committed()).containsExactly(1L, 3L);
  }

  @Test
  void countsAreThereWithoutAnySkipped() throws Exception {
    Job job =
        Stream.from(Sources.generate(5, i -> i))
            .keyBy(i -> i % 2)
            .aggregate("n", Aggregators.count())
            .to("end", Sinks.forEach(_ -> {}))
            .start();
    job.await();
    assertThat(job.progress().itemsRead()).isEqualTo(5);
    assertThat(job.progress().steps().get("end").in()).isEqualTo(5);
  }
}
