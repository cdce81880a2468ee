package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.StreamFlowException.JobFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks that fail while they prepare or commit: nothing is lost, nothing shows twice. */
class CommittingSinksTest {
  private static final List<Long> ALL = LongStream.range(0, 200).boxed().toList();

  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers();
  private final TroubledSink<Long> sink = new TroubledSink<>();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  private Pipeline pipeline() {
    return Stream.from(numbers).to("troubled", sink);
  }

  /** A job that has made a checkpoint at 100 and read the rest. */
  private Job half(JobOptions options) throws InterruptedException {
    numbers.open(100);
    Job job = pipeline().start(options);
    StateUnderTest.awaitRead(job, 100);
    job.checkpoint();
    numbers.open(200);
    StateUnderTest.awaitRead(job, 200);
    return job;
  }

  private void goOn() throws InterruptedException {
    numbers.shut();
    pipeline().run(state.options());
    assertThat(sink.visible()).isEqualTo(ALL);
  }

  @Test
  void aPrepareThatFailsEndsTheJobAndNothingElse() throws Exception {
    Job job = half(state.options());
    sink.failPrepares(1);
    job.stop();
    assertThatThrownBy(job::await)
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("'troubled'")
        .hasMessageContaining("prepare fails");
    goOn();
  }

  @Test
  void aCommitThatFailsIsMadeAtTheNextStart() throws Exception {
    Job job = half(state.options());
    sink.failCommits(1);
    job.stop();
    assertThatThrownBy(job::await)
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("'troubled'")
        .hasMessageContaining("commit fails");
    goOn();
  }

  @Test
  void aCommitThatFailsAfterItsWorkIsRepeatedAndShowsOnce() throws Exception {
    Job job = half(state.options());
    sink.failAfterCommits(1);
    job.stop();
    assertThatThrownBy(job::await).isInstanceOf(JobFailed.class);
    goOn();
  }

  @Test
  void aRestartHealsCommitsThatFailNowAndThen() throws Exception {
    sink.failCommits(2);
    sink.failAfterCommits(1);
    numbers.open(200).shut();
    pipeline().run(state.options().restart(3, Duration.ofMillis(1)));
    assertThat(sink.visible()).isEqualTo(ALL);
  }

  @Test
  void commitsThatAlwaysFailEndTheJobAtTheBoundOfItsRestarts() throws Exception {
    numbers.open(200).shut();
    sink.failCommits(Integer.MAX_VALUE);
    assertThatThrownBy(() -> pipeline().run(state.options().restart(3, Duration.ofMillis(1))))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("'troubled'")
        .hasMessageContaining("commit fails");
    assertThat(sink.visible()).isEmpty();
    sink.failCommits(0);
    goOn();
  }

  @Test
  void aFailureThatComesBackIsNotTriedForEverBecauseOfIdleCheckpoints() {
    numbers.open(10).failAt(5, Integer.MAX_VALUE);
    JobOptions busy = state.options().checkpointInterval(Duration.ofMillis(1));
    assertThatThrownBy(() -> pipeline().run(busy.restart(3, Duration.ofMillis(1))))
        .isInstanceOf(JobFailed.class);
  }

  @Test
  void aCancelDuringACommitLeavesItToTheNextStart() throws Exception {
    Job job = half(state.options());
    var held = sink.holdCommits();
    job.stop();
    while (sink.waiting.get() == 0) {
      Thread.onSpinWait();
    }
    job.cancel();
    assertThat(job.status()).isInstanceOf(JobStatus.Cancelled.class);
    assertThat(sink.visible()).hasSize(100);
    held.countDown();
    goOn();
  }
}
