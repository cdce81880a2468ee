package io.streamflow.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.JobView;
import io.streamflow.job.Jobs;
import io.streamflow.job.OnError;
import io.streamflow.job.PartitionView;
import io.streamflow.job.PartitionView.Standing;
import io.streamflow.job.StepView;
import io.streamflow.job.TaskView.Activity;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job shows of itself is what has happened. */
class JobViewTest {

  /** 10,000 items: 1,000 of them fail, half of the others pass, each of these becomes three. */
  private static Pipeline pipeline(CollectingSink<Object> sink, CollectingSink<Object> late) {
    var windows =
        Stream.from(Sources.generate(10_000, index -> index))
            .named("numbers")
            .map(number -> {
              if (number % 10 == 9) {
                throw new IllegalArgumentException("nine");
              }
              return number;
            })
            .named("no-nines")
            .onError(OnError.skip())
            .filter(number -> number % 2 == 0)
            .named("even")
            .flatMap((Long number, io.streamflow.function.Emitter<Long> out) -> {
              out.emit(number);
              out.emit(number);
              out.emit(number);
            })
            .named("thrice")
            .withEventTimeMillis(
                number -> number == 5_000 ? 0 : number,
                EventTime.outOfOrderBy(Duration.ofMillis(10)))
            .named("time")
            .keyBy(number -> number % 8)
            .window(Windows.tumbling(Duration.ofSeconds(1)))
            .aggregate("per-second", Aggregators.count());
    return Pipeline.of(windows.to("out", sink), windows.late().to("late-out", late));
  }

  @ParameterizedTest
  @CsvSource({"1,true", "2,true", "2,false"})
  void everyStepCountsWhatItTakesAndHandsOn(int parallelism, boolean fusion) throws Exception {
    CollectingSink<Object> sink = new CollectingSink<>();
    CollectingSink<Object> late = new CollectingSink<>();
    try (Job job =
        pipeline(sink, late)
            .start(JobOptions.defaults().name("counts").parallelism(parallelism).fusion(fusion))) {
      job.await();
      JobView view = job.view();
      assertThat(view.status()).isInstanceOf(JobStatus.Completed.class);
      assertThat(view.tasks()).isEmpty();
      assertStep(view, "numbers", 10_000, 10_000);
      assertStep(view, "no-nines", 10_000, 9_000);
      assertStep(view, "even", 9_000, 5_000);
      assertStep(view, "thrice", 5_000, 15_000);
      assertStep(view, "time", 15_000, 15_000);
      assertStep(view, "per-second", 15_000, sink.committed().size());
      assertStep(view, "out", sink.committed().size(), sink.committed().size());
      assertStep(view, "late-out", 3, 3);
      assertThat(view.step("no-nines").orElseThrow().skipped()).isEqualTo(1_000);
      assertThat(view.step("no-nines").orElseThrow().lastFailure().orElseThrow().message())
          .contains("nine");
      assertThat(view.step("per-second").orElseThrow().late()).isEqualTo(3);
      assertThat(sink.committed()).hasSizeGreaterThan(25);
      assertThat(view.step("even").orElseThrow().timePerItem()).isPresent();
      assertThat(view.step("out").orElseThrow().latency()).isPresent();
    }
  }

  private static void assertStep(JobView view, String name, long in, long out) {
    StepView step = view.step(name).orElseThrow();
    assertThat(List.of(step.in(), step.out())).as(name).containsExactly(in, out);
  }

  @Test
  void countsGoOnOverARestart(@TempDir Path directory) throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    CollectingSink<Object> sink = new CollectingSink<>();
    try (Job job =
        Stream.from(Sources.generate(100, index -> index))
            .named("numbers")
            .map(number -> {
              if (number == 50 && failed.getCount() > 0) {
                failed.countDown();
                throw new IllegalStateException("once");
              }
              return number;
            })
            .named("fails-once")
            .to("out", sink)
            .start(
                JobOptions.durable(directory).name("restarts").restart(1, Duration.ofMillis(10)))) {
      job.await();
      JobView view = job.view();
      assertThat(view.restarts()).isEqualTo(1);
      assertThat(view.lastFailure().orElseThrow().step()).isEqualTo("fails-once");
      assertThat(view.checkpoints().orElseThrow().completed()).isPositive();
      assertThat(view.checkpoints().orElseThrow().pending()).isEmpty();
      assertThat(view.step("numbers").orElseThrow().in()).isGreaterThanOrEqualTo(100);
    }
  }

  @Test
  void aFullChannelAndTheTaskThatWaitsForItAreSeen() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    try (Job job =
        Stream.from(Sources.generate(index -> index))
            .named("numbers")
            .parallelism(1)
            .map(number -> number)
            .named("pass")
            .parallelism(2)
            .to("slow", Sinks.forEach(_ -> open.await()))
            .start(JobOptions.defaults().name("blocked").channelCapacity(2))) {
      JobView view =
          Await.until(
              job::view,
              seen -> seen.tasks().stream().anyMatch(task -> task.activity() == Activity.BLOCKED));
      assertThat(view.channels())
          .anySatisfy(channel -> assertThat(channel.fullest()).isEqualTo(channel.capacity()));
      assertThat(
              view.tasks().stream()
                  .filter(task -> task.activity() == Activity.BLOCKED)
                  .map(task -> task.step().orElseThrow()))
          .containsOnly("pass");
      String why = Await.until(() -> job.why("numbers"), words -> words.contains("'slow'"));
      assertThat(why).contains("waits for room in the channel to 'pass'", "back-pressure");
      open.countDown();
      job.cancel();
    }
  }

  @Test
  void aPartitionIsSeenWithItsTimeItsLagAndItsStanding() throws Exception {
    Tap tap = new Tap("partitions", "quick", "stuck");
    CollectingSink<Object> sink = new CollectingSink<>();
    try (Job job =
        Stream.from(tap)
            .named("taps")
            .withEventTimeMillis(
                time -> time, EventTime.ascending().idleAfter(Duration.ofMinutes(10)))
            .keyBy(time -> time % 2)
            .window(Windows.tumbling(Duration.ofMinutes(1)))
            .aggregate("per-minute", Aggregators.count())
            .to("out", sink)
            .start(JobOptions.defaults().name("partitions"))) {
      tap.put("quick", 0, 61_000, 125_000);
      tap.put("stuck", 41_000);
      JobView view =
          Await.until(
              job::view,
              seen ->
                  seen.step("per-minute").orElseThrow().window().isPresent()
                      && seen.partitions().stream()
                          .allMatch(partition -> partition.greatest().isPresent()));
      PartitionView stuck =
          view.partitions().stream()
              .filter(partition -> partition.name().equals("stuck"))
              .findFirst()
              .orElseThrow();
      assertThat(stuck.standing()).isEqualTo(Standing.ACTIVE);
      assertThat(stuck.watermark()).contains(Instant.ofEpochSecond(41));
      assertThat(stuck.idleAfter()).contains(Duration.ofMinutes(10));
      assertThat(stuck.lag()).hasValue(0);
      assertThat(view.step("per-minute").orElseThrow().window().orElseThrow().end())
          .isEqualTo(Instant.ofEpochSecond(60));
      assertThat(view.step("per-minute").orElseThrow().state().orElseThrow().entries())
          .isPositive();
      Await.until(
          job::view,
          seen ->
              seen.tasks(seen.step("per-minute").orElseThrow().stage()).stream()
                  .allMatch(
                      task -> task.watermark().equals(Optional.of(Instant.ofEpochSecond(41)))));
      assertThat(job.why("per-minute"))
          .contains(
              "Window 1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z of 'per-minute' is open",
              "the watermark is 1970-01-01T00:00:41Z",
              "held back by partition 'stuck' of 'taps'",
              "counted as idle after 10 min");
      assertThat(job.why("out")).contains("No item has come to it yet: window", "'stuck'");
    }
  }

  @Test
  void aJobIsListedUntilItIsClosed() throws Exception {
    Job job =
        Stream.from(Sources.of(1, 2))
            .to("out", Sinks.forEach(_ -> {}))
            .start(JobOptions.defaults().name("listed"));
    job.await();
    assertThat(Jobs.inThisProcess()).contains(job);
    job.close();
    assertThat(Jobs.inThisProcess()).doesNotContain(job);
  }
}
