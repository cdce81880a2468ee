package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sinks;
import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a snapshot before it is closed, and that it says so. */
class SnapshotEndTest {
  private static final int KEYS = 1_000;

  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers().open(KEYS);

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  private interface Call {
    void on(Job job) throws Exception;
  }

  private Pipeline pipeline() {
    return Stream.from(numbers)
        .keyBy(n -> n % KEYS)
        .aggregate("counts", Aggregators.count())
        .to(Sinks.forEach(_ -> {}));
  }

  private void assertEnds(JobOptions options, Call ending) throws Exception {
    try (Job job = pipeline().start(options)) {
      StateUnderTest.awaitRead(job, KEYS);
      job.checkpoint();
      StateSnapshot<Long, Long> snapshot = job.state("counts", Long.class, Long.class);
      Iterator<StateSnapshot.Entry<Long, Long>> half = snapshot.entries().iterator();
      assertThat(half.next().value()).isEqualTo(1);

      ending.on(job);
      assertThatThrownBy(() -> snapshot.get(1L))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(state.path().toString())
          .hasMessageContaining("is closed");
      assertThatThrownBy(() -> half.forEachRemaining(_ -> {}))
          .isInstanceOf(IllegalStateException.class);
      snapshot.close();
      snapshot.close();
    }
  }

  @Test
  void aRescaleEndsItAndAnotherCanBeOpened() throws Exception {
    assertEnds(
        state.options(),
        job -> {
          job.rescale(2);
          try (StateSnapshot<Long, Long> next = job.state("counts", Long.class, Long.class)) {
            assertThat(next.entries()).hasSize(KEYS);
          }
        });
  }

  @Test
  void theEndOfTheJobEndsIt() throws Exception {
    assertEnds(
        state.options(),
        job -> {
          job.stop();
          job.await();
        });
  }

  @Test
  void aRestartEndsIt() throws Exception {
    assertEnds(
        state.options().restart(1, Duration.ofMillis(1)),
        job -> {
          numbers.failAt(KEYS, 1).open(KEYS + 10).shut();
          job.await();
        });
  }

  @Test
  void oneOfADirectoryKeepsJobsOutUntilItIsClosed() throws Exception {
    state.runUntil(KEYS, pipeline(), state.options());
    try (StateSnapshot<Long, Long> snapshot =
        pipeline().state(state.path(), "counts", Long.class, Long.class)) {
      assertThatThrownBy(() -> pipeline().start(state.options()))
          .isInstanceOf(io.streamflow.job.StreamFlowException.StateUnusable.class)
          .hasMessageContaining(state.path().toString());
      assertThat(snapshot.entries()).hasSize(KEYS);
    }
    pipeline().start(state.options()).close();
  }

  @Test
  void aSourceThatCannotListItsPartitionsFailsTheStartAndGivesTheDirectoryUp() throws Exception {
    Source<Long> lost =
        new Source<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public List<String> partitions() {
            throw new IllegalStateException("there is no such topic");
          }

          @Override
          public SourceReader<Long> open(String partition, Optional<Offset> from) {
            throw new IllegalStateException("never opened");
          }
        };
    Pipeline pipeline = Stream.from(lost).to(Sinks.forEach(_ -> {}));
    assertThatThrownBy(() -> pipeline.start(state.options()))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("there is no such topic");
    state.runUntil(KEYS, pipeline(), state.options());
  }
}
