package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException.InvalidPipeline;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.ScriptedSource;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources and sinks over a restart: found again by name, refused when they cannot be. */
class SourcesAndSinksFitTest {
  @TempDir Path directory;
  private StateUnderTest state;
  private final CollectingSink<Object> out = new CollectingSink<>();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  private static Stream<String> source(String name, String... items) {
    return Stream.from(ScriptedSource.of(items)).named(name);
  }

  @Test
  void aSourceThatIsGoneIsRefusedUntilItMayBeDropped() throws Exception {
    source("first", "a", "b").merge(source("second", "c")).to(out).run(state.options());
    Pipeline fewer = source("first", "a", "b", "d").to(out);
    state
        .assertRefused(InvalidPipeline.class, fewer, state.options())
        .hasMessageContaining("source 'second' (a source) has stored positions")
        .hasMessageContaining("allowDropped(\"second\")");
    fewer.run(state.options().allowDropped("second"));
    assertThat(out.committed()).containsExactlyInAnyOrder("a", "b", "c", "d");

    source("first", "a", "b", "d").merge(source("second", "c")).to(out).run(state.options());
    assertThat(out.committed()) // its position was forgotten, so it begins anew
        .containsExactlyInAnyOrder("a", "b", "c", "d", "c");
  }

  @Test
  void aSourceThatIsRenamedIsRefused() throws Exception {
    source("before", "a").to(out).run(state.options());
    state
        .assertRefused(InvalidPipeline.class, source("after", "a").to(out), state.options())
        .hasMessageContaining("'before'");
  }

  @Test
  void aNewSourceBeginsAnew() throws Exception {
    source("first", "a", "b").to(out).run(state.options());
    source("first", "a", "b").merge(source("new", "x", "y")).to(out).run(state.options());
    assertThat(out.committed()).containsExactly("a", "b", "x", "y");
  }

  @Test
  void twoNamelessSourcesOrSinksAreRefused() throws Exception {
    Pipeline sources =
        Stream.from(ScriptedSource.of("a")).merge(Stream.from(ScriptedSource.of("b"))).to(out);
    state
        .assertRefused(InvalidPipeline.class, sources, state.options())
        .hasMessageContaining("(2 problems)")
        .hasMessageContaining(".named(\"...\") right after Stream.from(...)");
    Stream<String> one = source("one", "a");
    state
        .assertRefused(
            InvalidPipeline.class, Pipeline.of(one.to(out), one.to(out)), state.options())
        .hasMessageContaining("(2 problems)")
        .hasMessageContaining(".to(\"...\", sink)");
    assertThat(state.path()).doesNotExist();
  }

  @Test
  void aNamelessStepWithStateIsRefusedWithTheCallToMake() throws Exception {
    Pipeline nameless =
        Stream.from(Sources.of(1, 2)).keyBy(i -> i % 2).aggregate(Aggregators.count()).to(out);
    state
        .assertRefused(InvalidPipeline.class, nameless, state.options())
        .hasMessageContaining("aggregate(\"...\", aggregator)");
  }

  @Test
  void keysThatCannotBeStoredAreRefusedEvenWithoutParallelism() throws Exception {
    Pipeline pipeline =
        Stream.from(Sources.of(1, 2))
            .keyBy(i -> Set.of(i))
            .aggregate("counts", Aggregators.count())
            .to(out);
    state
        .assertRefused(InvalidPipeline.class, pipeline, state.options().parallelism(1))
        .hasMessageContaining("keyBy");
  }

  @Test
  void aSinkWithOutputToCommitMayNotGo() throws Exception {
    TroubledSink<Object> sink = new TroubledSink<>();
    sink.failCommits(1);
    Stream<String> items = source("items", "a", "b");
    Pipeline both = Pipeline.of(items.to("good", out), items.to("bad", sink));
    assertThatThrownBy(() -> both.run(state.options())).isInstanceOf(JobFailed.class);
    Pipeline less = items.to("good", out);
    state
        .assertRefused(InvalidPipeline.class, less, state.options())
        .hasMessageContaining("sink 'bad' has prepared output that is not committed yet")
        .hasMessageContaining("allowDropped(\"bad\")");

    both.run(state.options());
    assertThat(sink.visible()).containsExactly("a", "b");
    assertThat(out.committed()).containsExactly("a", "b");
    less.run(state.options()); // nothing is left to commit
  }

  @Test
  void outputThatMayBeDroppedIsLost() throws Exception {
    TroubledSink<Object> sink = new TroubledSink<>();
    sink.failCommits(1);
    Stream<String> items = source("items", "a", "b");
    assertThatThrownBy(
            () -> Pipeline.of(items.to("good", out), items.to("bad", sink)).run(state.options()))
        .isInstanceOf(JobFailed.class);
    JobOptions dropping = state.options().allowDropped("bad");
    try (Job job = items.to("good", out).start(dropping)) {
      job.await();
    }
    items.to("good", out).run(state.options());
    assertThat(sink.visible()).isEmpty();
    assertThat(out.committed()).containsExactly("a", "b");
  }
}
