package io.streamflow.monitor;

import io.streamflow.job.ChannelView;
import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.CheckpointsView;
import io.streamflow.job.FailureView;
import io.streamflow.job.JobStatus;
import io.streamflow.job.JobView;
import io.streamflow.job.LatencyView;
import io.streamflow.job.OutboxView;
import io.streamflow.job.PartitionView;
import io.streamflow.job.StateView;
import io.streamflow.job.StepView;
import io.streamflow.job.TaskView;
import io.streamflow.job.TaskView.Activity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Draws up a job's view, {@code seconds} after its start. */
final class Drawing {
  private static final Instant START = Instant.parse("2026-11-28T09:00:00Z");

  final Instant taken;
  final double seconds;
  private final String name;
  private final List<Draft> steps = new ArrayList<>();
  private final List<TaskView> tasks = new ArrayList<>();
  private final List<ChannelView> channels = new ArrayList<>();
  private final List<PartitionView> partitions = new ArrayList<>();
  private final List<OutboxView> outboxes = new ArrayList<>();
  private Optional<CheckpointsView> checkpoints = Optional.empty();
  private Optional<FailureView> lastFailure = Optional.empty();
  private JobStatus status = new JobStatus.Running();
  private int restarts;

  /** How far the watermark of the tasks is behind. */
  Duration behind = Duration.ofSeconds(4);

  Drawing(String name, double seconds) {
    this.name = name;
    this.seconds = seconds;
    this.taken = START.plusNanos((long) (seconds * 1e9));
  }

  /** A step whose fields are filled in one by one. */
  final class Draft {
    final int id;
    private final String name;
    private final String kind;
    private final String description;
    private final int stage;
    private final List<Integer> upstreams;
    long in;
    long out;
    long late;
    long skipped;
    long deadLettered;
    long retries;
    private Optional<FailureView> failure = Optional.empty();
    private Optional<Duration> time = Optional.empty();
    private Optional<LatencyView> latency = Optional.empty();
    private Optional<StepView.OpenWindow> window = Optional.empty();
    private Optional<StateView> state = Optional.empty();

    private Draft(String name, String kind, String description, int stage, Integer... upstreams) {
      this.id = steps.size();
      this.name = name;
      this.kind = kind;
      this.description = description;
      this.stage = stage;
      this.upstreams = Arrays.asList(upstreams);
    }

    /** Items in a second, in and out, that go up and down a little. */
    Draft flow(double in, double out) {
      this.in = counted(in);
      this.out = counted(out);
      return this;
    }

    Draft micros(double micros) {
      time = Optional.of(Duration.ofNanos((long) (micros * 1000)));
      return this;
    }

    Draft failing(String message) {
      failure = Optional.of(new FailureView(taken.minusSeconds(2), name, message));
      return this;
    }

    Draft latency(double medianMillis, double p99Millis) {
      latency =
          Optional.of(
              new LatencyView(
                  1000, millis(medianMillis), millis(p99Millis), millis(3 * p99Millis)));
      return this;
    }

    Draft window(Instant start, Duration length) {
      window = Optional.of(new StepView.OpenWindow(Optional.of(start), start.plus(length)));
      return this;
    }

    Draft state(long entries, long bytes, double hits) {
      long reads = counted(9000);
      state =
          Optional.of(
              new StateView(entries, bytes, (long) (reads * hits), (long) (reads * (1 - hits))));
      return this;
    }

    private StepView view() {
      return new StepView(
          id,
          name,
          kind,
          description,
          upstreams,
          stage,
          in,
          out,
          late,
          skipped,
          deadLettered,
          retries,
          failure,
          time,
          latency,
          window,
          state);
    }
  }

  private static Duration millis(double millis) {
    return Duration.ofNanos((long) (millis * 1e6));
  }

  /** How many have come at this rate since the start. */
  long counted(double rate) {
    return (long) (rate * (seconds + 3 * Math.sin(seconds / 17) + 2 * Math.sin(seconds / 5)));
  }

  Draft step(String step, String kind, String description, int stage, Integer... upstreams) {
    Draft draft = new Draft(step, kind, description, stage, upstreams);
    steps.add(draft);
    return draft;
  }

  /** A task with shares of its time: working, reading, waiting, blocked, and perhaps paused. */
  Drawing task(int stage, int subtask, Activity activity, String step, double... shares) {
    return task(stage, subtask, activity, step, Duration.ofMillis(3), shares);
  }

  Drawing task(
      int stage, int subtask, Activity activity, String step, Duration since, double... shares) {
    Duration[] spent = new Duration[4];
    for (int i = 0; i < spent.length; i++) {
      spent[i] = Duration.ofNanos((long) (shares[i] * seconds * 1e9));
    }
    tasks.add(
        new TaskView(
            "stage-" + stage + "/" + subtask,
            stage,
            subtask,
            activity,
            since,
            Optional.ofNullable(step),
            Optional.of(taken.minus(behind)),
            spent[0],
            spent[1],
            spent[2],
            spent[3],
            shares.length > 4
                ? Duration.ofNanos((long) (shares[4] * seconds * 1e9))
                : Duration.ZERO));
    return this;
  }

  Drawing channel(int from, int to, int fullest) {
    channels.add(new ChannelView(from, to, 4, fullest * 3, fullest, 8));
    return this;
  }

  Drawing partition(
      String step,
      String partition,
      PartitionView.Standing standing,
      Duration behind,
      Duration silent,
      Optional<Duration> idleAfter,
      long lag) {
    Optional<Instant> watermark = Optional.ofNullable(behind).map(taken::minus);
    partitions.add(
        new PartitionView(
            step,
            partition,
            "stage-1/" + partitions.size() % 2,
            standing,
            watermark,
            watermark.map(at -> at.plusSeconds(5)),
            silent,
            idleAfter,
            OptionalLong.of(lag)));
    return this;
  }

  Drawing checkpoints(Optional<CheckpointsView.Pending> pending) {
    List<CheckpointInfo> recent = new ArrayList<>();
    long last = (long) seconds / 10;
    for (long epoch = Math.max(1, last - 79); epoch <= last; epoch++) {
      double wave = 1 + 0.4 * Math.sin(epoch / 6.0) + (epoch % 17 == 0 ? 1.5 : 0);
      recent.add(
          new CheckpointInfo(
              epoch,
              START.plusSeconds(epoch * 10),
              millis(38 * wave),
              millis(2.1 * wave),
              (long) (4200 * wave),
              (long) (310_000 * wave)));
    }
    checkpoints =
        Optional.of(
            new CheckpointsView(
                Duration.ofSeconds(10), last, 0, recent, pending, 41_943_040, 2_310_000));
    return this;
  }

  Drawing outbox(String sink, int epochs, long bytes, Duration oldest, String failure) {
    outboxes.add(
        new OutboxView(
            sink, epochs, bytes, Optional.ofNullable(oldest), Optional.ofNullable(failure)));
    return this;
  }

  Drawing status(JobStatus now) {
    status = now;
    return this;
  }

  Drawing failed(int times, String step, String message) {
    restarts = times;
    lastFailure = Optional.of(new FailureView(taken.minusSeconds(3), step, message));
    return this;
  }

  JobView view() {
    return new JobView(
        name,
        status,
        START,
        taken,
        2,
        restarts,
        lastFailure,
        steps.stream().map(Draft::view).toList(),
        tasks,
        channels,
        partitions,
        checkpoints,
        outboxes);
  }
}
