package io.streamflow.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.diagnosis.Diagnosis;
import io.streamflow.job.ChannelView;
import io.streamflow.job.CheckpointsView;
import io.streamflow.job.FailureView;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.JobView;
import io.streamflow.job.OnError;
import io.streamflow.job.OutboxView;
import io.streamflow.job.PartitionView;
import io.streamflow.job.StepView;
import io.streamflow.job.StreamFlowException;
import io.streamflow.job.TaskView;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The words for why nothing comes out name the true cause. */
class DiagnosisTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  @Test
  void aStepThatIsNotThereIsRefusedWithThoseThatAre() throws Exception {
    try (Job job =
        Stream.from(new Tap("unknown", "only"))
            .named("tap")
            .to("out", Sinks.forEach(_ -> {}))
            .start(JobOptions.defaults().name("unknown"))) {
      assertThatThrownBy(() -> job.why("oout"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("job 'unknown' has no step 'oout', but 'tap', 'out'");
    }
  }

  @Test
  void aSourceWithoutRecordsIsNamedWithItsPartitions() throws Exception {
    try (Job job =
        Stream.from(new Tap("dry", "one", "two"))
            .named("tap")
            .map(item -> item)
            .named("pass")
            .to("out", Sinks.forEach(_ -> {}))
            .start(JobOptions.defaults().name("dry"))) {
      String why = Await.until(() -> job.why("out"), words -> words.contains("'two'"));
      assertThat(why)
          .startsWith(
              "No item has come to it yet: source 'tap' has read nothing from 'one', 'two' in ");
    }
  }

  @Test
  void aFilterThatLetsNothingThroughIsNamed() throws Exception {
    Tap tap = new Tap("filtered", "only");
    try (Job job =
        Stream.from(tap)
            .named("tap")
            .filter(item -> item > 100)
            .named("large")
            .map(item -> item)
            .to("out", Sinks.forEach(_ -> {}))
            .start(JobOptions.defaults().name("filtered"))) {
      tap.put("only", 1, 2, 3);
      assertThat(Await.until(() -> job.why("out"), words -> words.contains("3 items")))
          .isEqualTo(
              "No item has come to it yet: 'large' (filter) has handed on none of the 3 items that"
                  + " came.");
    }
  }

  @Test
  void aFunctionThatFailsForEachItemIsNamedWithItsFailure() throws Exception {
    Tap tap = new Tap("failing", "only");
    try (Job job =
        Stream.from(tap)
            .named("tap")
            .map((Long item) -> parse(item))
            .named("parse")
            .onError(OnError.skip())
            .to("out", Sinks.forEach(_ -> {}))
            .start(JobOptions.defaults().name("failing"))) {
      tap.put("only", 1, 2);
      assertThat(Await.until(() -> job.why("parse"), words -> words.contains("2 were skipped")))
          .contains(
              "'parse' (map) has handed on none of the 2 items that came; 2 were skipped",
              "The last failure: ",
              "no number in it");
    }
  }

  private static Long parse(Long item) {
    throw new IllegalArgumentException("no number in it: " + item);
  }

  @Test
  void aFunctionThatDoesNotReturnIsNamed() throws Exception {
    Tap tap = new Tap("hanging", "only");
    CountDownLatch release = new CountDownLatch(1);
    try (Job job =
        Stream.from(tap)
            .named("tap")
            .map((Long item) -> {
              release.await();
              return item;
            })
            .named("lookup")
            .to("out", Sinks.forEach(_ -> {}))
            .start(JobOptions.defaults().name("hanging"))) {
      tap.put("only", 1);
      assertThat(Await.until(() -> job.why("out"), words -> words.contains("has been busy")))
          .startsWith("Step 'lookup' has been busy with one item or batch for ");
      release.countDown();
    }
  }

  @Test
  void lateItemsAreToldOf() throws Exception {
    Tap tap = new Tap("late", "only");
    try (Job job =
        Stream.from(tap)
            .named("tap")
            .withEventTimeMillis(time -> time, EventTime.ascending())
            .keyBy(_ -> 1)
            .window(Windows.tumbling(Duration.ofSeconds(1)))
            .aggregate("count", Aggregators.count())
            .to("out", Sinks.forEach(_ -> {}))
            .start(JobOptions.defaults().name("late"))) {
      tap.put("only", 100, 5_000, 200, 300);
      assertThat(Await.until(() -> job.why("count"), words -> words.contains("2 items came")))
          .contains("2 items came too late for their window.");
    }
  }

  @Test
  void aJobThatFailedSaysWhy() throws Exception {
    Tap tap = new Tap("failed", "only");
    try (Job job =
        Stream.from(tap)
            .named("tap")
            .map((Long item) -> parse(item))
            .named("parse")
            .to("out", Sinks.forEach(_ -> {}))
            .start(JobOptions.defaults().name("failed"))) {
      tap.put("only", 1);
      assertThatThrownBy(job::await).isInstanceOf(StreamFlowException.JobFailed.class);
      assertThat(job.why("out"))
          .startsWith("The job has failed: ")
          .contains("'parse'", "no number");
    }
  }

  @Test
  void aRateLimitIsTheCauseForTheStepsAfterItToo() throws Exception {
    try (Job job =
        Stream.from(Sources.generate(1_000_000, i -> i))
            .named("numbers")
            .limitRate(100, 1)
            .named("slowly")
            .keyBy(i -> i % 10)
            .aggregate("count", Aggregators.count())
            .to("out", Sinks.forEach(_ -> {}))
            .start(JobOptions.defaults().name("limited"))) {
      for (String step : List.of("numbers", "slowly", "count", "out")) {
        assertThat(Await.until(() -> job.why(step), words -> words.contains("'slowly'")))
            .contains("The rate limit 'slowly' (100.0/s, burst 1) lets no more through.");
      }
    }
  }

  private static StepView step(int id, String name, String kind, int stage, Integer... upstreams) {
    return new StepView(
        id,
        name,
        kind,
        "",
        List.of(upstreams),
        stage,
        10,
        10,
        0,
        0,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static JobView view(
      List<TaskView> tasks, Optional<CheckpointsView> checkpoints, List<OutboxView> outboxes) {
    return new JobView(
        "made-up",
        new JobStatus.Running(),
        NOON,
        NOON.plusSeconds(60),
        1,
        0,
        Optional.of(new FailureView(NOON, "parse", "no number")),
        List.of(step(0, "in", "source", 0), step(1, "out", "to", 0, 0)),
        tasks,
        List.<ChannelView>of(),
        List.<PartitionView>of(),
        checkpoints,
        outboxes);
  }

  private static TaskView idleTask() {
    return new TaskView(
        "in..out#0",
        0,
        0,
        TaskView.Activity.WAITING,
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofSeconds(1),
        Duration.ZERO,
        Duration.ZERO);
  }

  @Test
  void outputThatCannotBeDeliveredIsToldOfWithTheFailure() {
    JobView view =
        view(
            List.of(idleTask()),
            Optional.empty(),
            List.of(
                new OutboxView(
                    "out",
                    3,
                    12_345_678,
                    Optional.of(Duration.ofSeconds(42)),
                    Optional.of("delivering: connection refused"))));
    assertThat(Diagnosis.of(view, "out"))
        .isEqualTo(
            "The output of 3 checkpoints (12 MB) waits to be delivered, the oldest for 42 s; the"
                + " last attempt failed, and is repeated: delivering: connection refused.");
  }

  @Test
  void aCheckpointThatTakesTooLongIsToldOfWithWhomItWaitsFor() {
    JobView view =
        view(
            List.of(idleTask()),
            Optional.of(
                new CheckpointsView(
                    Duration.ofSeconds(10),
                    3,
                    0,
                    List.of(),
                    Optional.of(
                        new CheckpointsView.Pending(
                            4, Duration.ofSeconds(90), List.of("in..out#0"))),
                    0,
                    0)),
            List.of());
    assertThat(Diagnosis.of(view, "out"))
        .contains("Checkpoint 4 has been in the making for 90 s", "it waits for 'in..out#0'");
  }

  @Test
  void aJobThatWaitsToBeStartedAgainSaysAfterWhat() {
    assertThat(Diagnosis.of(view(List.of(), Optional.empty(), List.of()), "out"))
        .isEqualTo(
            "The job has no tasks now: it waits to be started again, after step 'parse' failed: no"
                + " number.");
  }

  @Test
  void nothingIsMadeUpWhereNothingIsWrong() {
    assertThat(Diagnosis.of(view(List.of(idleTask()), Optional.empty(), List.of()), "out"))
        .isEqualTo("Nothing keeps it back: it has taken 10 items and handed on 10 items.");
  }
}
