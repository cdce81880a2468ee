package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StreamFlowException;
import io.streamflow.job.StreamFlowException.CheckpointFailed;
import io.streamflow.job.StreamFlowException.InvalidPipeline;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.spi.Codecs;
import io.streamflow.testing.CollectingSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that meet: checkpoints, savepoints, rescales, stops and cancels at the same time. */
class CheckpointsInTimeTest {
  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers();
  private final TroubledSink<Long> sink = new TroubledSink<>();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  private Pipeline pipeline() {
    return Stream.from(numbers)
        .withCodec(Codecs.of(Long.class))
        .keyBy(n -> n % 7)
        .reduce("last", (_, last) -> last)
        .to(sink);
  }

  private void assertAllOnce(long count) {
    assertThat(sink.visible())
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, count).boxed().toList());
  }

  private void finish(long count) throws InterruptedException {
    numbers.open(count).shut();
    pipeline().run(state.options());
    assertAllOnce(count);
  }

  @Test
  void aSlowCheckpointIsNotOvertakenAndTheNextFollows() throws Exception {
    numbers.open(10);
    JobOptions everyMilli = state.options().checkpointInterval(Duration.ofMillis(1));
    var held = sink.holdPrepares();
    try (Job job = pipeline().start(everyMilli)) {
      while (sink.waiting.get() == 0) {
        Thread.onSpinWait();
      }
      CompletableFuture<CheckpointInfo> asked = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              asked.complete(job.checkpoint());
            } catch (Throwable e) {
              asked.completeExceptionally(e);
            }
          });
      assertThat(sink.waiting).hasValue(1);
      assertThat(job.lastCheckpoint()).isEmpty();
      held.countDown();
      assertThat(asked.get().epoch()).isGreaterThanOrEqualTo(1);
      while (job.lastCheckpoint().orElseThrow().epoch() < 5) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void manyMayAskForACheckpointAtOnce() throws Exception {
    numbers.open(1_000);
    try (Job job = pipeline().start(state.options().parallelism(2));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<CheckpointInfo>> asked = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        asked.add(threads.submit(job::checkpoint));
      }
      for (Future<CheckpointInfo> each : asked) {
        assertThat(each.get().epoch()).isBetween(1L, 10L);
      }
    }
  }

  /** Either way is right; it must be one of them, and soon. */
  private static void orEnds(Callable call) throws Exception {
    try {
      call.run();
    } catch (CheckpointFailed ended) {
      assertThat(ended).hasMessageContaining("job 'streamflow'");
    }
  }

  private interface Callable {
    void run() throws Exception;
  }

  @RepeatedTest(5)
  void aSavepointMeetsAStop() throws Exception {
    numbers.open(500);
    Job job = pipeline().start(state.options().parallelism(2));
    Path savepoint = directory.resolve("savepoint");
    meet(job::stop, () -> orEnds(() -> job.savepoint(savepoint)));
    job.await();
    assertThat(job.status()).isInstanceOf(JobStatus.Stopped.class);
    finish(700);
  }

  @RepeatedTest(20)
  void aRescaleMeetsAStop() throws Exception {
    numbers.open(500);
    Job job = pipeline().start(state.options().parallelism(2));
    meet(job::stop, () -> orEnds(() -> job.rescale(3)));
    job.await();
    assertThat(job.status()).isInstanceOf(JobStatus.Stopped.class);
    finish(700);
  }

  @RepeatedTest(20)
  void aRescaleMeetsACancel() throws Exception {
    numbers.open(500);
    Job job = pipeline().start(state.options().parallelism(2));
    meet(job::close, () -> orEnds(() -> job.rescale(3)));
    assertThat(job.status()).isInstanceOf(JobStatus.Cancelled.class);
    finish(700);
  }

  @RepeatedTest(3)
  void aRescaleMeetsEverything() throws Exception {
    numbers.open(500);
    try (Job job = pipeline().start(state.options())) {
      meet(
          () -> {
            for (int i = 0; i < 10; i++) {
              job.rescale(1 + i % 3);
              numbers.open(500 + 10 * i);
            }
          },
          () -> {
            for (int i = 0; i < 50; i++) {
              orEnds(job::checkpoint);
              orEnds(() -> {
                try (StateSnapshot<Long, Long> read = job.state("last", Long.class, Long.class)) {
                  assertThat(read.epoch()).isPositive();
                }
              });
            }
          });
    }
    finish(700);
  }

  private static void meet(Callable one, Callable other) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first =
          threads.submit(() -> {
            one.run();
            return null;
          });
      other.run();
      first.get();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1025, 100_000})
  void anImpossibleParallelismIsRefusedAndTheJobGoesOn(int parallelism) throws Exception {
    numbers.open(100);
    Job job = pipeline().start(state.options());
    assertThatThrownBy(() -> job.rescale(parallelism))
        .isInstanceOf(InvalidPipeline.class)
        .hasMessageContaining("JobOptions.parallelism must be at");
    assertThat(job.lastCheckpoint()).as("nothing was stopped").isEmpty();
    numbers.shut();
    job.await();
    assertAllOnce(100);
  }

  @Test
  void aRescaleThatAFailureOvertakesIsMadeByTheRestart() throws Exception {
    numbers.open(100);
    Job job = pipeline().start(state.options().restart(3, Duration.ofMillis(1)));
    StateUnderTest.awaitRead(job, 100);
    sink.failPrepares(1); // of the checkpoint that the rescale begins with
    job.rescale(2);
    numbers.shut();
    job.await();
    assertAllOnce(100);
  }

  @Test
  void aStopEndsTheWaitForARestart() throws Exception {
    numbers.open(10).failAt(5, 1);
    Job job = pipeline().start(state.options().restart(3, Duration.ofHours(1)));
    while (!(job.status() instanceof JobStatus.Stopping)) {
      Thread.onSpinWait();
    }
    job.stop();
    assertThatThrownBy(job::await)
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("the source fails at 5");
    finish(10);
  }

  @Test
  void nothingIsAskedOfAJobThatIsOver() throws Exception {
    numbers.shut();
    CollectingSink<Object> out = new CollectingSink<>();
    Job job =
        Stream.from(numbers)
            .keyBy(n -> n)
            .aggregate("counts", Aggregators.count())
            .to(out)
            .start(state.options());
    job.await();
    List<Callable> calls =
        List.of(
            job::checkpoint,
            () -> job.savepoint(directory.resolve("savepoint")),
            () -> job.rescale(2),
            () -> job.state("counts", Long.class, Long.class).close());
    for (Callable call : calls) {
      assertThatThrownBy(call::run).isInstanceOf(StreamFlowException.CheckpointFailed.class);
    }
    assertThat(job.lastCheckpoint()).isPresent();
  }
}
