package io.streamflow.runtime;

import io.streamflow.compile.ExecutionPlan;
import io.streamflow.job.ChannelView;
import io.streamflow.job.PartitionView;
import io.streamflow.job.TaskView;
import io.streamflow.job.TaskView.Activity;
import io.streamflow.metrics.TaskMeter;
import io.streamflow.operator.Timestamps;
import io.streamflow.plan.PlanStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows the tasks of one run, and what is between and before them. Usable from any thread. */
final class RunViews {
  private final ExecutionPlan plan;
  private final List<Task> tasks;
  private final int channelCapacity;
  private final String prefix;

  /** For the tasks of a job of a name. */
  RunViews(ExecutionPlan plan, List<Task> tasks, int channelCapacity, String job) {
    this.plan = plan;
    this.tasks = List.copyOf(tasks);
    this.channelCapacity = channelCapacity;
    this.prefix = job + "/";
  }

  ExecutionPlan plan() {
    return plan;
  }

  List<Task> tasks() {
    return tasks;
  }

  /** A task's name without the job's. */
  String shortName(Task task) {
    return task.name().substring(prefix.length());
  }

  List<TaskView> taskViews() {
    List<TaskView> views = new ArrayList<>();
    plan.stages()
        .forEach(stage -> {
          for (int subtask = 0; subtask < stage.parallelism(); subtask++) {
            views.add(view(tasks.get(views.size()), stage.id(), subtask));
          }
        });
    return views;
  }

  private TaskView view(Task task, int stage, int subtask) {
    TaskMeter meter = task.meter();
    Activity activity = meter.activity();
    Optional<String> step = meter.step();
    if (step.isEmpty() && activity != Activity.WAITING) {
      step = Optional.of(task.context.probe().currentStep()).filter(name -> !name.isEmpty());
    }
    return new TaskView(
        shortName(task),
        stage,
        subtask,
        activity,
        meter.since(),
        step,
        meter.watermark().stream().mapToObj(Instant::ofEpochMilli).findFirst(),
        meter.spent(Activity.WORKING),
        meter.spent(Activity.READING),
        meter.spent(Activity.WAITING).plus(meter.spent(Activity.HELD)),
        meter.spent(Activity.BLOCKED),
        meter.spent(Activity.LIMITED).plus(meter.spent(Activity.RETRYING)));
  }

  /** One for each pair of steps that items cross between. */
  List<ChannelView> channelViews() {
    record Crossing(PlanStep from, PlanStep to) {}

    Map<Crossing, ChannelView> views = new LinkedHashMap<>();
    for (Task task : tasks) {
      if (task instanceof WorkerTask worker) {
        int[] queued = worker.queued();
        for (int i = 0; i < queued.length; i++) {
          Wiring.Arrival arrival = worker.arrivals().get(i);
          views.merge(
              new Crossing(arrival.from(), arrival.entry()),
              new ChannelView(
                  arrival.from().id(),
                  arrival.entry().id(),
                  1,
                  queued[i],
                  queued[i],
                  channelCapacity),
              RunViews::both);
        }
      }
    }
    return List.copyOf(views.values());
  }

  private static ChannelView both(ChannelView one, ChannelView other) {
    return new ChannelView(
        one.from(),
        one.to(),
        one.channels() + other.channels(),
        one.queued() + other.queued(),
        Math.max(one.fullest(), other.fullest()),
        one.capacity());
  }

  List<PartitionView> partitionViews() {
    List<PartitionView> views = new ArrayList<>();
    for (Task task : tasks) {
      if (task instanceof SourceTask source) {
        long now = task.now();
        source.published().forEach(state -> views.add(view(source, state, now)));
      }
    }
    return views;
  }

  private PartitionView view(SourceTask source, PartitionState state, long now) {
    long idleAfter = source.idleAfterMillis();
    return new PartitionView(
        source.stepName(),
        state.name(),
        shortName(source),
        state.standing(),
        instant(state.watermark()),
        instant(state.greatest()),
        Duration.ofMillis(Math.max(0, now - state.lastHeardMillis())),
        idleAfter == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofMillis(idleAfter)),
        state.lag());
  }

  private static Optional<Instant> instant(long millis) {
    return millis == Timestamps.NONE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
