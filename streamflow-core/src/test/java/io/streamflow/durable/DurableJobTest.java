package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.aggregate.KeyedValue;
import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.StreamFlowException;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import io.streamflow.time.EventTime;
import io.streamflow.window.WindowResult;
import io.streamflow.window.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Durable jobs on real threads: what survives a stop, a cancel, a failure, a change of size. */
class DurableJobTest {
  private static final long KEYS = 10;

  @TempDir Path directory;
  private final GatedNumbers numbers = new GatedNumbers();
  private final CollectingSink<KeyedValue<Long, Long>> sums = new CollectingSink<>();

  private Pipeline sums() {
    return Stream.from(numbers)
        .keyBy(number -> number % KEYS)
        .aggregate("sums", Aggregators.<Long>sumLong(number -> number))
        .to(sums);
  }

  private JobOptions durable() {
    return JobOptions.durable(directory.resolve("state")).checkpointInterval(Duration.ofMillis(20));
  }

  /** What rolling sums of the numbers below {@code count} emit, key by key. */
  private static List<String> expectedSums(long count) {
    Map<Long, Long> sums = new TreeMap<>();
    List<String> expected = new ArrayList<>();
    for (long number = 0; number < count; number++) {
      long key = number % KEYS;
      expected.add(new KeyedValue<>(key, sums.merge(key, number, Long::sum)).toString());
    }
    return expected.stream().sorted().toList();
  }

  private List<String> committed() {
    return sums.committed().stream().map(Object::toString).sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatWasReadBeforeAStopIsWrittenOnceAndTheNextStartGoesOn(int parallelism) throws Exception {
    JobOptions options = durable().parallelism(parallelism);
    Job first = sums().start(options);
    numbers.open(1_000);
    awaitRead(first, 1_000);
    first.stop();
    first.await();
    assertThat(first.status()).isInstanceOf(JobStatus.Stopped.class);
    assertThat(committed()).isEqualTo(expectedSums(1_000));

    numbers.open(2_000).shut();
    sums().run(options.parallelism(3 - parallelism));
    assertThat(committed()).isEqualTo(expectedSums(2_000));

    sums().run(options); // nothing is left
    assertThat(committed()).isEqualTo(expectedSums(2_000));
  }

  @Test
  void aCancelledJobGoesOnFromItsLastCheckpoint() throws Exception {
    Job first = sums().start(durable().parallelism(2));
    numbers.open(5_000);
    awaitRead(first, 100);
    first.checkpoint();
    first.cancel();

    numbers.shut();
    sums().run(durable().parallelism(1));
    assertThat(committed()).isEqualTo(expectedSums(5_000));
  }

  @Test
  void aStopKeepsWindowsOpen() throws Exception {
    CollectingSink<WindowResult<Long, Long>> counts = new CollectingSink<>();
    Pipeline pipeline =
        Stream.from(numbers)
            .withEventTimeMillis(number -> number, EventTime.ascending())
            .keyBy(number -> number % 2)
            .window(Windows.tumbling(Duration.ofMillis(100)))
            .aggregate("counts", Aggregators.count())
            .to(counts);
    Job first = pipeline.start(durable());
    numbers.open(150);
    awaitRead(first, 150);
    first.stop();
    first.await();
    assertThat(counts.committed()).extracting(WindowResult::value).containsExactly(50L, 50L);

    numbers.open(200).shut();
    pipeline.run(durable());
    assertThat(counts.committed())
        .extracting(WindowResult::value)
        .containsExactly(50L, 50L, 50L, 50L);
  }

  @Test
  void checkpointsAreMadeOnDemand() throws Exception {
    try (Job job = sums().start(durable().checkpointInterval(Duration.ofHours(1)))) {
      numbers.open(100);
      awaitRead(job, 100);
      assertThat(job.lastCheckpoint()).isEmpty();
      CheckpointInfo first = job.checkpoint();
      assertThat(first.epoch()).isEqualTo(1);
      assertThat(first.entries()).isEqualTo(KEYS);
      assertThat(first.bytes()).isPositive();
      CheckpointInfo second = job.checkpoint();
      assertThat(second.epoch()).isEqualTo(2);
      assertThat(second.entries()).isZero();
      assertThat(job.lastCheckpoint()).contains(second);
    }
  }

  @Test
  void muchChangedStateBringsACheckpointForward() throws Exception {
    JobOptions options = durable().checkpointInterval(Duration.ofHours(1)).checkpointAfterBytes(1);
    try (Job job = sums().start(options)) {
      numbers.open(100);
      while (job.lastCheckpoint().isEmpty()) {
        Thread.onSpinWait();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aJobThatFailsIsStartedAgainFromItsLastCheckpoint(int parallelism) throws Exception {
    numbers.open(3_000).shut().failAt(2_000, 2);
    sums().run(durable().parallelism(parallelism).restart(2, Duration.ofMillis(1)));
    assertThat(committed()).isEqualTo(expectedSums(3_000));
  }

  @Test
  void restartsAreBounded() {
    numbers.open(3_000).shut().failAt(0, 4);
    assertThatThrownBy(() -> sums().run(durable().restart(3, Duration.ofMillis(1))))
        .isInstanceOf(StreamFlowException.JobFailed.class)
        .hasMessageContaining("the source fails at 0");
  }

  @Test
  void aJobIsRescaledWhileItRuns() throws Exception {
    Job job = sums().start(durable().parallelism(1));
    for (int step = 1; step <= 6; step++) {
      numbers.open(500L * step);
      job.rescale(1 + step % 3);
    }
    numbers.shut();
    job.await();
    assertThat(committed()).isEqualTo(expectedSums(3_000));
  }

  @Test
  void aSavepointIsWhereAnotherJobBegins() throws Exception {
    Path savepoint = directory.resolve("savepoint");
    Job job = sums().start(durable());
    numbers.open(1_000);
    awaitRead(job, 1_000);
    CheckpointInfo saved = job.savepoint(savepoint);
    assertThat(saved.epoch()).isPositive();
    numbers.open(2_000).shut();
    job.await();
    assertThat(committed()).isEqualTo(expectedSums(2_000));

    CollectingSink<KeyedValue<Long, Long>> others = new CollectingSink<>();
    Pipeline other =
        Stream.from(numbers)
            .keyBy(number -> number % KEYS)
            .aggregate("sums", Aggregators.<Long>sumLong(number -> number))
            .to(others);
    JobOptions elsewhere =
        JobOptions.durable(directory.resolve("elsewhere")).restoreFrom(savepoint).parallelism(3);
    other.run(elsewhere);
    List<String> second = new ArrayList<>(expectedSums(2_000));
    expectedSums(1_000).forEach(second::remove);
    assertThat(others.committed().stream().map(Object::toString).sorted().toList())
        .isEqualTo(second);

    other.run(elsewhere); // goes on with its own checkpoint
    assertThat(others.committed()).hasSize(1_000);
  }

  @Test
  void restoringOverAnotherJobsStateIsRefused() throws Exception {
    Path savepoint = directory.resolve("savepoint");
    Job job = sums().start(durable());
    job.savepoint(savepoint);
    numbers.shut();
    job.await();
    sums().run(JobOptions.durable(directory.resolve("other")));
    assertThatThrownBy(() ->
            sums().start(JobOptions.durable(directory.resolve("other")).restoreFrom(savepoint)))
        .isInstanceOf(StreamFlowException.StateUnusable.class)
        .hasMessageContaining("other")
        .hasMessageContaining("restoreFrom");
  }

  @Test
  void aJobThatIsNotDurableMakesNoCheckpoints() throws Exception {
    try (Job job = sums().start(JobOptions.defaults())) {
      assertThatThrownBy(job::checkpoint)
          .isInstanceOf(StreamFlowException.CheckpointFailed.class)
          .hasMessageContaining("JobOptions.durable(directory)");
      assertThatThrownBy(() -> job.rescale(2))
          .isInstanceOf(StreamFlowException.CheckpointFailed.class);
    }
  }

  @Test
  void whatWaitsInAQueueIsProcessedBeforeAStopIsOver() throws Exception {
    CollectingSink<Long> out = new CollectingSink<>();
    var queue = Sources.<Long>queue(100);
    Job job = Stream.from(queue).to(out).start(durable());
    for (long i = 0; i < 50; i++) {
      queue.put(i);
    }
    job.stop();
    job.await();
    assertThat(out.committed()).hasSize(50);
  }

  @Test
  void aClockThatJumpsDisturbsNoCheckpoint() throws Exception {
    var clock = io.streamflow.testing.ManualClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    try (Job job = sums().start(durable().clock(clock))) {
      numbers.open(100);
      clock.advance(Duration.ofDays(-400));
      long before = job.checkpoint().epoch();
      clock.advance(Duration.ofDays(4000));
      assertThat(job.checkpoint().epoch()).isGreaterThan(before);
    }
  }

  @Test
  void aReaderHearsOfEachCheckpointThatIsStored() throws Exception {
    Job job = sums().start(durable().checkpointInterval(Duration.ofHours(1)));
    numbers.open(100);
    awaitRead(job, 100);
    job.checkpoint();
    numbers.open(150);
    awaitRead(job, 150);
    job.stop();
    job.await();
    assertThat(numbers.checkpointed()).containsExactly(100L, 150L);
  }

  @Test
  void aReaderThatFailsToLetGoFailsTheJob() throws Exception {
    numbers.open(100).cannotLetGo();
    try (Job job = sums().start(durable())) {
      assertThatThrownBy(job::await)
          .isInstanceOf(StreamFlowException.class)
          .hasMessageContaining("'source-1'")
          .hasMessageContaining("telling partition 'numbers' of a checkpoint:");
    }
  }

  private static void awaitRead(Job job, long items) {
    while (job.progress().itemsRead() < items) {
      Thread.onSpinWait();
    }
  }
}
