package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.OnError;
import io.streamflow.job.StreamFlowException.CheckpointFailed;
import io.streamflow.job.StreamFlowException.InvalidPipeline;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.job.StreamFlowException.StateUnusable;
import io.streamflow.local.Sinks;
import io.streamflow.spi.Delivery;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.OutboxOptions;
import io.streamflow.spi.OutboxSink;
import io.streamflow.spi.UnusableTargetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real jobs with a sink that delivers from an outbox. */
@Timeout(60)
class OutboxTest {
  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers();
  private final MarkedTarget target = new MarkedTarget();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  private Pipeline pipeline() {
    return Stream.from(numbers).to("out", target.sink());
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private static List<Long> upTo(long count) {
    return LongStream.range(0, count).boxed().toList();
  }

  /** A job that has read so many. */
  private Job started(Pipeline pipeline, JobOptions options, long items)
      throws InterruptedException {
    numbers.open(items);
    Job job = pipeline.start(options);
    StateUnderTest.awaitRead(job, 1);
    return job;
  }

  /** Holds deliveries from now on. */
  private CountDownLatch hold() {
    target.gate = new CountDownLatch(1);
    return target.gate;
  }

  private void goOn(JobOptions options, long items) throws InterruptedException {
    target.gate.countDown();
    numbers.open(items).shut();
    pipeline().run(options);
    assertThat(target.numbers()).isEqualTo(upTo(items));
  }

  @Test
  void aBoundedJobHasDeliveredEverythingWhenItIsOver() throws Exception {
    goOn(state.options(), 500);
    assertThat(state.path().resolve("outbox")).isEmptyDirectory();
  }

  @Test
  void aMarkIsPlantedBeforeAnythingIsProcessed() throws Exception {
    CountDownLatch held = hold();
    numbers.open(100);
    try (Job job = pipeline().start(state.options())) {
      await(() -> target.waiting.get() == 1);
      assertThat(job.progress().itemsRead()).isZero();
      assertThat(target.mark()).isEmpty();
      held.countDown();
      StateUnderTest.awaitRead(job, 100);
      assertThat(target.mark()).map(OutboxMark::epoch).contains(0L);
    }
    goOn(state.options(), 100);
  }

  @Test
  void aTargetThatIsOfNoUseFailsTheJobAtOnce() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    OutboxSink<Long> useless =
        new OutboxSink<>() {
          @Override
          public byte[] encode(Long item) {
            return new byte[1];
          }

          @Override
          public Delivery connect(DeliveryContext context) throws UnusableTargetException {
            attempts.incrementAndGet();
            throw new UnusableTargetException("there is no such place", new IOException());
          }
        };
    numbers.open(1);
    try (Job job = Stream.from(numbers).to("out", useless).start(state.options())) {
      assertThatThrownBy(job::await)
          .isInstanceOf(JobFailed.class)
          .hasMessageContaining("step 'out': there is no such place");
    }
    assertThat(attempts).hasValue(1);
  }

  @Test
  void theNextEpochIsProcessedWhileOneIsDelivered() throws Exception {
    try (Job job = started(pipeline(), state.options(), 100)) {
      StateUnderTest.awaitRead(job, 100);
      CountDownLatch held = hold();
      job.checkpoint();
      numbers.open(200);
      StateUnderTest.awaitRead(job, 200);
      job.checkpoint();
      assertThat(target.records()).isEmpty();
      held.countDown();
      await(() -> target.records().size() == 200);
    }
    goOn(state.options(), 200);
  }

  @Test
  void aCancelLeavesWhatIsStoredToTheNextStart() throws Exception {
    try (Job job = started(pipeline(), state.options(), 100)) {
      StateUnderTest.awaitRead(job, 100);
      var _ = hold();
      job.checkpoint();
    }
    assertThat(target.records()).isEmpty();
    goOn(state.options(), 200);
  }

  @Test
  void aStopDoesNotWaitLongerThanItsTimeoutForATargetThatHangs() throws Exception {
    JobOptions hasty = state.options().stopTimeout(Duration.ofMillis(50));
    try (Job job = started(pipeline(), hasty, 100)) {
      StateUnderTest.awaitRead(job, 100);
      var _ = hold();
      job.stop();
      job.await();
      assertThat(job.status()).isInstanceOf(JobStatus.Stopped.class);
    }
    assertThat(target.records()).isEmpty();
    goOn(state.options(), 200);
  }

  @Test
  void aStopBeforeTheTargetAnswersEndsTheJob() throws Exception {
    var _ = hold();
    numbers.open(100);
    try (Job job = pipeline().start(state.options())) {
      await(() -> target.waiting.get() == 1);
      job.stop();
      job.await();
      assertThat(job.status()).isInstanceOf(JobStatus.Stopped.class);
    }
    goOn(state.options(), 100);
  }

  @Test
  void aStopDeliversItsLastCheckpoint() throws Exception {
    try (Job job = started(pipeline(), state.options(), 100)) {
      StateUnderTest.awaitRead(job, 100);
      job.stop();
      job.await();
    }
    assertThat(target.numbers()).isEqualTo(upTo(100));
  }

  @Test
  void aDeliveryThatFailsIsTriedAgainWithANewConnection() throws Exception {
    try (Job job = started(pipeline(), state.options(), 100)) {
      StateUnderTest.awaitRead(job, 100);
      target.failures.set(3);
      job.stop();
      job.await();
    }
    assertThat(target.numbers()).isEqualTo(upTo(100));
  }

  @Test
  void aDeliveryThatFailsForEverFailsTheJobAndLosesNothing() throws Exception {
    Job job = started(pipeline(), state.options(), 100);
    StateUnderTest.awaitRead(job, 100);
    target.failures.set(Integer.MAX_VALUE);
    job.stop();
    assertThatThrownBy(job::await)
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("'out'")
        .hasMessageContaining("100 records of epoch 1")
        .hasMessageContaining("tried 4 times")
        .hasMessageContaining("the target is gone");
    assertThat(target.records()).isEmpty();
    target.failures.set(0);
    goOn(state.options(), 200);
  }

  @Test
  void aRestartGoesOnDelivering() throws Exception {
    try (Job job = started(pipeline(), state.options().restart(5, Duration.ofMillis(1)), 100)) {
      StateUnderTest.awaitRead(job, 100);
      target.failures.set(6);
      job.checkpoint();
      await(() -> target.records().size() == 100);
      assertThat(job.status()).isInstanceOf(JobStatus.Running.class);
    }
    goOn(state.options(), 200);
  }

  @Test
  void aTargetThatIsSlowHoldsTheCheckpointsAndThenTheItemsBack() throws Exception {
    OutboxOptions small = OutboxOptions.defaults().maxPending(2, 1 << 17);
    Pipeline pipeline =
        Stream.from(numbers)
            .limitRate(20_000, 100)
            .map("%01000d"::formatted)
            .to("out", target.sink(small));
    JobOptions busy = state.options().checkpointInterval(Duration.ofMillis(1));
    long tooMany = 100_000; // of 1,000 bytes
    try (Job job = started(pipeline, busy, 10)) {
      await(() -> target.records().size() == 10);
      CountDownLatch held = hold();
      numbers.open(2 * tooMany);
      await(() -> target.waiting.get() == 1);
      long before = -1;
      long still = 0;
      while (still < 50) {
        Thread.sleep(10);
        long read = job.progress().itemsRead();
        still = read == before ? still + 1 : 0;
        before = read;
        assertThat(read).isLessThan(tooMany);
      }
      numbers.open(0);
      held.countDown();
      job.stop();
      job.await();
      assertThat(target.numbers()).isEqualTo(upTo(job.progress().itemsRead()));
    }
  }

  @Test
  void aStopWhileItemsAreHeldBackEnds() throws Exception {
    OutboxOptions small = OutboxOptions.defaults().maxPending(1, 1);
    Pipeline pipeline =
        Stream.from(numbers).map("%01000d"::formatted).to("out", target.sink(small));
    JobOptions busy =
        state.options().checkpointInterval(Duration.ofMillis(1)).stopTimeout(Duration.ofMillis(9));
    try (Job job = started(pipeline, busy, 10)) {
      await(() -> target.records().size() == 10);
      var _ = hold();
      numbers.open(20_000);
      await(() -> target.waiting.get() == 1);
      job.stop();
      job.await();
      assertThat(job.status()).isInstanceOf(JobStatus.Stopped.class);
    }
    target.gate.countDown();
    numbers.shut();
    pipeline.run(state.options());
    assertThat(target.numbers()).isEqualTo(upTo(20_000));
  }

  @Test
  void anItemThatIsTooLargeIsAnErrorOfTheItem() throws Exception {
    Pipeline pipeline =
        Stream.from(numbers)
            .map(i -> i == 5 ? "9".repeat(1_000) : i.toString())
            .to("out", target.sink(OutboxOptions.defaults().maxRecordBytes(100)));
    numbers.open(10).shut();
    assertThatThrownBy(() -> pipeline.run(state.options()))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("1000 bytes")
        .hasMessageContaining("maxRecordBytes");
    pipeline.run(state.options().onError(OnError.skip()));
    assertThat(target.numbers()).hasSize(9).doesNotContain(5L);
  }

  @Test
  void rescalesKeepTheOutput() throws Exception {
    JobOptions options = state.options();
    Pipeline pipeline = Stream.from(numbers).map(i -> i).parallelism(2).to("out", target.sink());
    try (Job job = started(pipeline, options, 100)) {
      StateUnderTest.awaitRead(job, 100);
      job.rescale(3);
      numbers.open(200);
      StateUnderTest.awaitRead(job, 100);
      job.rescale(1);
      job.stop();
      job.await();
    }
    numbers.open(300).shut();
    pipeline.run(options);
    assertThat(target.numbers()).containsExactlyInAnyOrderElementsOf(upTo(300));
  }

  @Test
  void aSavepointWaitsUntilEverythingIsDelivered() throws Exception {
    Path savepoint = directory.resolve("savepoint");
    try (Job job = started(pipeline(), state.options(), 100)) {
      StateUnderTest.awaitRead(job, 100);
      CountDownLatch held = hold();
      Thread.ofVirtual()
          .start(() -> {
            await(() -> target.waiting.get() == 1);
            held.countDown();
          });
      job.savepoint(savepoint);
      assertThat(target.numbers()).isEqualTo(upTo(100));
    }
    assertThat(savepoint.resolve("outbox")).doesNotExist();
    numbers.open(200).shut();
    pipeline().run(JobOptions.durable(directory.resolve("fresh")).restoreFrom(savepoint));
    assertThat(target.numbers()).isEqualTo(upTo(200));
  }

  @Test
  void aSavepointOfAJobThatStopsBeforeItsOutputIsDeliveredIsRefused() throws Exception {
    JobOptions hasty = state.options().stopTimeout(Duration.ofMillis(50));
    try (Job job = started(pipeline(), hasty, 100)) {
      StateUnderTest.awaitRead(job, 100);
      var _ = hold();
      Thread.ofVirtual()
          .start(() -> {
            await(() -> target.waiting.get() == 1);
            job.stop();
          });
      assertThatThrownBy(() -> job.savepoint(directory.resolve("savepoint")))
          .isInstanceOf(CheckpointFailed.class)
          .hasMessageContaining("delivered");
      job.await();
    }
    goOn(state.options(), 200);
  }

  @Test
  void aSavepointThatIsOlderThanTheOutputNeedsATakeOver() throws Exception {
    Path savepoint = directory.resolve("savepoint");
    try (Job job = started(pipeline(), state.options(), 100)) {
      StateUnderTest.awaitRead(job, 100);
      job.savepoint(savepoint);
    }
    numbers.open(200).shut();
    pipeline().run(state.options());
    OutboxMark newest = target.mark().orElseThrow();
    JobOptions fresh = JobOptions.durable(directory.resolve("fresh")).restoreFrom(savepoint);
    assertThatThrownBy(() -> pipeline().run(fresh))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("'out'")
        .hasMessageContaining("another instance wrote there, or this checkpoint is older")
        .hasMessageContaining("JobOptions.takeOver(\"out\", \"" + newest + "\")");
    assertThat(target.numbers()).isEqualTo(upTo(200));
    pipeline().run(fresh.takeOver("out", newest.toString()));
    assertThat(target.numbers()).hasSize(300).startsWith(upTo(200).toArray(Long[]::new));
    pipeline().run(fresh.takeOver("out", newest.toString())); // it may stay where it is
    assertThatThrownBy(() -> pipeline().run(state.options()))
        .as("the one that was left behind")
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("another instance wrote");
    assertThat(target.numbers()).hasSize(300);
  }

  @Test
  void aTargetOfSomebodyElseIsRefused() {
    target.mark(Optional.of(OutboxMark.random(7)));
    numbers.open(100).shut();
    assertThatThrownBy(() -> pipeline().run(state.options()))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("another instance wrote");
    assertThat(target.records()).isEmpty();
  }

  @Test
  void aMarkThatIsLostIsWrittenAgainWhereNothingIsToBeDelivered() throws Exception {
    try (Job job = started(pipeline(), state.options(), 100)) {
      StateUnderTest.awaitRead(job, 100);
      job.stop();
      job.await();
    }
    target.mark(Optional.empty());
    goOn(state.options(), 200);
    assertThat(target.mark()).isPresent();
  }

  @Test
  void aMarkThatIsLostIsAnErrorWhereItWouldHaveTold() throws Exception {
    try (Job job = started(pipeline(), state.options(), 100)) {
      StateUnderTest.awaitRead(job, 100);
      var _ = hold();
      job.checkpoint();
    }
    target.gate.countDown();
    target.mark(Optional.empty());
    assertThatThrownBy(() -> pipeline().run(state.options()))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("bears no mark")
        .hasMessageContaining("takeOver(\"out\", \"none\")");
    goOn(state.options().takeOver("out", "none"), 200);
  }

  @Test
  void anIdleJobWritesItsMarkAgainNowAndThen() throws Exception {
    OutboxOptions often = OutboxOptions.defaults().refresh(Duration.ofMillis(2));
    Pipeline pipeline = Stream.from(numbers).to("out", target.sink(often));
    try (Job job = started(pipeline, state.options(), 10)) {
      StateUnderTest.awaitRead(job, 10);
      Optional<OutboxMark> before = target.mark();
      target.mark(Optional.empty());
      await(() -> target.mark().isPresent());
      assertThat(target.mark()).isEqualTo(before);
    }
  }

  /** Another directory with the same state, as a backup may bring back. */
  private Path copy() throws Exception {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    Files.copy(state.path().resolve("data.mdb"), copy.resolve("data.mdb"));
    Files.createDirectory(copy.resolve("outbox"));
    try (var files = Files.list(state.path().resolve("outbox"))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve("outbox").resolve(file.getFileName()));
      }
    }
    return copy;
  }

  @Test
  void anotherInstanceEndsTheOneThatIsLeftBehind() throws Exception {
    Job zombie = started(pipeline(), state.options(), 100);
    StateUnderTest.awaitRead(zombie, 100);
    zombie.checkpoint();
    await(() -> target.records().size() == 100);
    Path copy = copy();
    try (Job heir = pipeline().start(JobOptions.durable(copy))) {
      numbers.open(200);
      StateUnderTest.awaitRead(heir, 100);
      StateUnderTest.awaitRead(zombie, 200);
      heir.checkpoint();
      await(() -> target.records().size() == 200);
      zombie.stop();
      assertThatThrownBy(zombie::await)
          .isInstanceOf(JobFailed.class)
          .hasMessageContaining("another instance wrote");
      assertThat(heir.status()).isInstanceOf(JobStatus.Running.class);
      numbers.open(300);
      StateUnderTest.awaitRead(heir, 200);
      heir.stop();
      heir.await();
    }
    assertThat(target.numbers()).isEqualTo(upTo(300));
  }

  @Test
  void ofTwoLiveInstancesOneSurvivesAndTheOutputIsOneHistory() throws Exception {
    try (Job first = started(pipeline(), state.options(), 100)) {
      StateUnderTest.awaitRead(first, 100);
      first.checkpoint();
      await(() -> target.records().size() == 100);
      try (Job second = pipeline().start(JobOptions.durable(copy()))) {
        Thread other = Thread.ofVirtual().start(() -> checkpointsOf(second));
        for (long open = 100; !first.status().isFinal() && !second.status().isFinal(); open++) {
          numbers.open(open);
          checkpointsOf(first);
        }
        second.cancel();
        other.join();
        first.cancel();
      }
    }
    assertThat(target.numbers()).isEqualTo(upTo(target.numbers().size()));
  }

  /** Some checkpoints, as long as there can be any. */
  private static void checkpointsOf(Job job) {
    try {
      while (!job.status().isFinal()) {
        job.checkpoint();
        if (!Thread.currentThread().isVirtual()) {
          return;
        }
      }
    } catch (CheckpointFailed ended) {
      // which is what the test waits for
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aSinkThatBeginsToKeepMarksPlantsOne() throws Exception {
    numbers.open(0);
    Pipeline plain = Stream.from(numbers).to("out", new KeyedTarget().sink());
    try (Job job = plain.start(state.options())) {
      job.checkpoint();
    }
    goOn(state.options(), 100);
    assertThat(target.mark()).isPresent();
  }

  private void leaveUndelivered() throws Exception {
    try (Job job = started(pipeline(), state.options(), 100)) {
      StateUnderTest.awaitRead(job, 100);
      var _ = hold();
      job.checkpoint();
    }
    target.gate.countDown();
  }

  @Test
  void aSinkWithUndeliveredOutputCannotBeLeftOut() throws Exception {
    leaveUndelivered();
    Pipeline other = Stream.from(numbers).to("out", Sinks.forEach(_ -> {}));
    state
        .assertRefused(InvalidPipeline.class, other, state.options().allowDropped("out"))
        .hasMessageContaining("'out' has stored output that is not delivered");
    goOn(state.options(), 200);
    other.run(state.options());
    goOn(state.options(), 200); // it knows its mark still
  }

  @Test
  void anOutboxThatIsGoneOrDamagedIsRefused() throws Exception {
    leaveUndelivered();
    Path file;
    try (var files = Files.list(state.path().resolve("outbox"))) {
      file = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    state
        .assertRefused(StateUnusable.class, pipeline(), state.options())
        .hasMessageContaining(file.getFileName().toString());
    byte[] damaged = bytes.clone();
    damaged[damaged.length - 1] ^= 1;
    Files.write(file, damaged);
    assertThatThrownBy(() -> pipeline().run(state.options()))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("damaged");
    assertThat(target.records()).isEmpty();
    Files.write(file, bytes);
    goOn(state.options(), 200);
  }

  @Test
  void aStateDirectoryWithUndeliveredOutputIsNoSavepoint() throws Exception {
    leaveUndelivered();
    JobOptions fresh = JobOptions.durable(directory.resolve("fresh"));
    assertThatThrownBy(() -> pipeline().start(fresh.restoreFrom(state.path())))
        .isInstanceOf(StateUnusable.class)
        .hasMessageContaining("output of 'out' to deliver");
    goOn(state.options(), 200);
  }

  @Test
  void withoutCheckpointsItDeliversWhenItIsFlushed() throws Exception {
    numbers.open(100);
    try (Job job = pipeline().start(JobOptions.defaults())) {
      await(() -> target.records().size() == 100);
      assertThat(target.mark()).isEmpty();
      numbers.open(200).shut();
      job.await();
    }
    assertThat(target.numbers()).isEqualTo(upTo(200));
  }

  @Test
  void withoutCheckpointsItTriesAgainAndThenFails() throws Exception {
    numbers.open(100).shut();
    target.failures.set(3);
    pipeline().run(JobOptions.defaults());
    assertThat(target.numbers()).isEqualTo(upTo(100));
    target.failures.set(4);
    assertThatThrownBy(() -> pipeline().run(JobOptions.defaults()))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("'out'")
        .hasMessageContaining("the target is gone");
  }

  @Test
  void aSinkThatPromisesMarksAndKeepsNoneIsRefused() {
    numbers.open(1).shut();
    assertThatThrownBy(() ->
            Stream.from(numbers)
                .to("out", new KeyedTarget().sink(Guarantee.COMMITTING))
                .run(state.options()))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("MarkedDelivery");
  }
}
