package io.streamflow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.function.Emitter;
import io.streamflow.job.FailedItem;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Items that a step cannot take go to the dead letters, with all that is needed to repeat them. */
class DeadLetterTest {
  private static <R> R failAt7(long item, R result) {
    if (item == 7) {
      throw new IllegalStateException("seven");
    }
    return result;
  }

  static List<Arguments> steps() {
    return List.of(
        step("map", s -> s.map(i -> failAt7(i, i)).named("map")),
        step("filter", s -> s.filter(i -> failAt7(i, true)).named("filter")),
        step(
            "flatMap",
            s ->
                s.flatMap((Long i, Emitter<Long> out) -> out.emit(failAt7(i, i))).named("flatMap")),
        step("key", s -> s.keyBy(i -> failAt7(i, i % 3)).reduce("key", (_, b) -> b)),
        step("time", s -> s.map(i -> failAt7(i, i)).named("time")));
  }

  private static Arguments step(String name, Function<Stream<Long>, Stream<Long>> step) {
    return Arguments.of(name, step);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void keepStepItemTimeAndException(String name, Function<Stream<Long>, Stream<Long>> step)
      throws Exception {
    for (int parallelism : List.of(1, 2)) {
      for (boolean ofTheStep : List.of(true, false)) {
        CollectingSink<FailedItem> letters = new CollectingSink<>();
        CollectingSink<Long> sink = new CollectingSink<>();
        Stream<Long> stream =
            step.apply(
                Stream.from(Sources.generate(10, i -> i))
                    .withEventTimeMillis(i -> i * 1000, EventTime.ascending()));
        OnError policy = OnError.deadLetter(letters);
        Job job =
            (ofTheStep ? stream.onError(policy) : stream)
                .to(sink)
                .start(
                    JobOptions.defaults()
                        .parallelism(parallelism)
                        .onError(ofTheStep ? OnError.fail() : policy));
        job.await();

        assertThat(sink.committed()).hasSize(9).doesNotContain(7L);
        assertThat(letters.committed())
            .singleElement()
            .satisfies(letter -> {
              assertThat(letter.step()).isEqualTo(name);
              assertThat(letter.item()).isEqualTo(7L);
              assertThat(letter.timestamp()).contains(Instant.ofEpochMilli(7000));
              assertThat(letter.error()).hasMessage("seven");
            });
        assertThat(job.progress().steps().get(name).deadLettered()).isEqualTo(1);
        assertThat(letters.openWriters()).isZero();
      }
    }
  }

  @Test
  void takeWhatASinkCannotWrite() throws Exception {
    CollectingSink<FailedItem> letters = new CollectingSink<>();
    Stream.from(Sources.generate(10, i -> i))
        .to("picky", Sinks.forEach(i -> failAt7(i, i)))
        .run(JobOptions.defaults().onError(OnError.deadLetter(letters)));
    assertThat(letters.committed())
        .singleElement()
        .extracting(FailedItem::step, FailedItem::item)
        .containsExactly("picky", 7L);
  }

  @Test
  void takeRecordsThatASourceCannotDecode() throws Exception {
    CollectingSink<FailedItem> letters = new CollectingSink<>();
    CollectingSink<String> sink = new CollectingSink<>();
    Stream.from(ScriptedSource.<String>script().item("a").reject("?").item("b"))
        .named("script")
        .onError(OnError.deadLetter(letters))
        .to(sink)
        .run();
    assertThat(sink.committed()).containsExactly("a", "b");
    assertThat(letters.committed())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.step()).isEqualTo("script");
          assertThat(letter.item()).isEqualTo("?");
          assertThat(letter.timestamp()).isEmpty();
          assertThat(letter.error()).hasMessageContaining("cannot decode");
        });
  }

  @Test
  void takeItemsWithoutATime() throws Exception {
    CollectingSink<FailedItem> letters = new CollectingSink<>();
    CollectingSink<Long> sink = new CollectingSink<>();
    Stream.from(Sources.generate(10, i -> i))
        .withEventTimeMillis(i -> failAt7(i, i), EventTime.ascending())
        .onError(OnError.deadLetter(letters))
        .to(sink)
        .run();
    assertThat(sink.committed()).hasSize(9);
    assertThat(letters.committed()).extracting(FailedItem::item).containsExactly(7L);
  }

  /** Notes as whom its writers were opened. */
  private record Noting(List<SinkContext> opened) implements Sink<Object> {
    @Override
    public Guarantee guarantee() {
      return Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public SinkWriter<Object> open(SinkContext context) {
      opened.add(context);
      return new SinkWriter<>() {
        @Override
        public void write(Object item) {}

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
    }
  }

  @Test
  void noTwoWritersHaveTheSameNameAndSubtask() throws Exception {
    List<SinkContext> opened = new CopyOnWriteArrayList<>();
    Noting sink = new Noting(opened);
    var keyed =
        Stream.from(Sources.generate(10, i -> i).partitions(2)).map(i -> i).keyBy(i -> i % 3);
    Pipeline.of(
            keyed.reduce("first", (a, _) -> a).to("a", sink),
            keyed.reduce("last", (_, b) -> b).to("b", sink))
        .run(JobOptions.defaults().parallelism(2).onError(OnError.deadLetter(sink)));
    assertThat(opened)
        .doesNotHaveDuplicates()
        .extracting(SinkContext::step)
        .containsOnly("a", "b", "dead-letters");
    assertThat(opened)
        .filteredOn(context -> context.step().equals("dead-letters"))
        .as("one writer per task, numbered over all tasks: they may write to the same place")
        .extracting(SinkContext::subtask)
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }
}
