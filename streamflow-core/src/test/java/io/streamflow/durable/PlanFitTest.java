package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.KeyedStream;
import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException.InvalidPipeline;
import io.streamflow.testing.CollectingSink;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which changes of a pipeline its stored state survives, and what is said of the others. */
class PlanFitTest {
  private static final String MARK = "a text that is easily found in a file";

  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers();
  private final CollectingSink<Object> out = new CollectingSink<>();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  private Stream<Long> source() {
    return Stream.from(numbers).withEventTimeMillis(number -> number, EventTime.ascending());
  }

  private KeyedStream<Long, Long> keyed() {
    return source().keyBy(number -> number % 5);
  }

  private Pipeline aggregate(String name, Aggregator<Long, ?, ?> aggregator) {
    return keyed().<Object>aggregate(name, aggregator).to(out);
  }

  private Pipeline texts(String name) {
    return keyed()
        .aggregate(
            name,
            Aggregator.<Long, String, Integer>of(
                () -> MARK, (text, _) -> text, (left, _) -> left, String::length))
        .to(out);
  }

  private Pipeline windows(
      Windows windows, UnaryOperator<io.streamflow.WindowedStream<Long, Long>> change) {
    return change.apply(keyed().window(windows)).aggregate("counts", Aggregators.count()).to(out);
  }

  private void store(Pipeline pipeline) throws InterruptedException {
    numbers.open(100);
    state.runUntil(100, pipeline, state.options());
  }

  private void goOn(Pipeline pipeline, JobOptions options) throws InterruptedException {
    numbers.open(200);
    state.runUntil(100, pipeline, options);
  }

  @Test
  void aStepThatIsGoneIsRefusedUntilItMayBeDropped() throws Exception {
    store(texts("texts"));
    assertThat(new String(state.bytes(), StandardCharsets.ISO_8859_1)).contains(MARK);
    Pipeline without = source().to(out);
    state
        .assertRefused(InvalidPipeline.class, without, state.options())
        .hasMessageContaining("step 'texts' (a rolling aggregate) has stored state")
        .hasMessageContaining("allowDropped(\"texts\")")
        .hasMessageContaining(state.path().toString());

    JobOptions dropping = state.options().allowDropped("texts");
    goOn(without, dropping);
    Path savepoint = directory.resolve("savepoint");
    try (Job job = without.start(dropping)) { // it may stay set
      job.savepoint(savepoint); // which has no free pages, where old bytes would linger
    }
    assertThat(new String(new StateUnderTest(savepoint).bytes(), StandardCharsets.ISO_8859_1))
        .doesNotContain(MARK);
    assertThat(out.committed()).contains(100L, 199L).doesNotContain(99L);
  }

  @Test
  void aStepThatIsRenamedIsRefusedByItsOldName() throws Exception {
    store(aggregate("old", Aggregators.count()));
    state
        .assertRefused(
            InvalidPipeline.class, aggregate("new", Aggregators.count()), state.options())
        .hasMessageContaining("'old'")
        .hasMessageContaining("name the step so again");
  }

  @Test
  void anotherWindowIsRefusedWithBothDescriptions() throws Exception {
    store(windows(Windows.tumbling(Duration.ofSeconds(1)), UnaryOperator.identity()));
    for (Windows other :
        List.of(
            Windows.tumbling(Duration.ofMillis(500)),
            Windows.sliding(Duration.ofSeconds(1), Duration.ofMillis(500)),
            Windows.session(Duration.ofSeconds(1)),
            Windows.count(1_000))) {
      state
          .assertRefused(
              InvalidPipeline.class, windows(other, UnaryOperator.identity()), state.options())
          .hasMessageContaining("step 'counts' was a tumbling window of 1000 ms")
          .hasMessageContaining("and is a ");
    }
  }

  @Test
  void latenessAndEarlyResultsMayChange() throws Exception {
    Windows windows = Windows.tumbling(Duration.ofMillis(150));
    store(windows(windows, UnaryOperator.identity()));
    goOn(
        windows(
            windows,
            counted ->
                counted.allowedLateness(Duration.ofSeconds(1)).earlyEvery(Duration.ofHours(1))),
        state.options());
    numbers.open(300).shut();
    windows(windows, UnaryOperator.identity()).run(state.options());
    assertThat(out.committed()).hasSize(10).allMatch(count -> count.toString().contains("30"));
  }

  @Test
  void anotherAggregatorIsRefusedOnlyWhereItsStateDiffers() throws Exception {
    store(aggregate("step", Aggregators.count()));
    state
        .assertRefused(
            InvalidPipeline.class,
            aggregate("step", Aggregators.average(number -> number)),
            state.options())
        .hasMessageContaining("step 'step'")
        .hasMessageContaining("cannot be read as");
    state
        .assertRefused(
            InvalidPipeline.class,
            aggregate("step", Aggregators.sumLong(number -> number)),
            state.options())
        .hasMessageContaining("step 'step'");
  }

  @Test
  void anotherTypeOfKeysIsRefusedOnce() throws Exception {
    store(
        keyed()
            .window(Windows.tumbling(Duration.ofDays(1)))
            .aggregate("x", Aggregators.count())
            .to(out));
    Pipeline byText =
        source()
            .keyBy(number -> "key " + number % 5)
            .window(Windows.tumbling(Duration.ofDays(1)))
            .earlyEvery(Duration.ofHours(1))
            .aggregate("x", Aggregators.count())
            .to(out);
    state
        .assertRefused(InvalidPipeline.class, byText, state.options())
        .hasMessageContaining("(1 problem)")
        .hasMessageContaining("step 'x' has stored keys of the form");
  }

  @Test
  void everyProblemIsToldAtOnce() throws Exception {
    Stream<Long> source = source();
    KeyedStream<Long, Long> keyed = source.keyBy(number -> number % 5);
    store(
        Pipeline.of(
            keyed.aggregate("a", Aggregators.count()).to("a-out", out),
            keyed.aggregate("b", Aggregators.count()).to("b-out", out)));
    Pipeline none = source().to("plain", out);
    state
        .assertRefused(InvalidPipeline.class, none, state.options().allowDropped("c"))
        .hasMessageContaining("(2 problems)")
        .hasMessageContaining("'a'")
        .hasMessageContaining("'b'");
  }
}
