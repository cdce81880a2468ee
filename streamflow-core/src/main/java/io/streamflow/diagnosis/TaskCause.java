package io.streamflow.diagnosis;

import io.streamflow.job.FailureView;
import io.streamflow.job.JobView;
import io.streamflow.job.StepView;
import io.streamflow.job.TaskView;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the tasks of a step are held up by, followed downstream to where it begins. */
final class TaskCause {
  private static final Duration LONG = Duration.ofSeconds(1);

  /** From this share of its time in functions a task counts as busy. */
  private static final double BUSY = 0.9;

  /** From this share of its time on a rate limit is what holds a task up. */
  private static final double MOSTLY_PAUSED = 0.5;

  private static final String LIMIT = "limitRate";

  private final JobView job;
  private final Set<Integer> seenStages = new HashSet<>();

  TaskCause(JobView job) {
    this.job = job;
  }

  Optional<String> of(StepView step) {
    seenStages.add(step.stage());
    return job.tasks(step.stage()).stream()
        .sorted(Comparator.comparing(TaskView::since).reversed())
        .flatMap(task -> of(step, task).stream())
        .findFirst()
        .or(() ->
            limitIn(job.steps().stream().filter(one -> one.stage() == step.stage()).toList()));
  }

  private Optional<String> of(StepView step, TaskView task) {
    return switch (task.activity()) {
      case OPENING ->
          Optional.of(
              "Task '"
                  + task.name()
                  + "' is being opened, for "
                  + Words.duration(task.since())
                  + " now.");
      case BLOCKED -> Optional.of(blocked(task));
      case RETRYING -> Optional.of(retrying(task));
      case LIMITED -> limited(task);
      case HELD ->
          Optional.of(
              "Nothing is read until a checkpoint is stored: as much state has changed as"
                  + " JobOptions.stateMemory allows.");
      case WORKING -> working(task);
      case READING, WAITING, ENDED -> {
        boolean ended =
            job.tasks(step.stage()).stream()
                .allMatch(one -> one.activity() == TaskView.Activity.ENDED);
        yield ended ? Optional.of("Its input has ended.") : Optional.empty();
      }
    };
  }

  /** The rate limit among these steps that keeps its tasks waiting, if there is one. */
  Optional<String> limitIn(List<StepView> steps) {
    return steps.stream()
        .filter(step -> step.kind().equals(LIMIT))
        .filter(step -> job.tasks(step.stage()).stream().anyMatch(TaskCause::isPaused))
        .findFirst()
        .map(TaskCause::limited);
  }

  /** It goes on and off many times a second: what it did most is asked, too. */
  private static boolean isPaused(TaskView task) {
    return task.activity() == TaskView.Activity.LIMITED
        || (task.activity() != TaskView.Activity.RETRYING
            && share(task, task.paused()) >= MOSTLY_PAUSED);
  }

  private Optional<String> limited(TaskView task) {
    return job.steps().stream()
        .filter(step -> step.stage() == task.stage() && step.kind().equals(LIMIT))
        .findFirst()
        .map(TaskCause::limited);
  }

  private static String limited(StepView limit) {
    return "The rate limit '"
        + limit.name()
        + "' ("
        + limit.description()
        + ") lets no more through.";
  }

  private String blocked(TaskView task) {
    String target = task.step().orElse("the next stage");
    String text =
        "Task '"
            + task.name()
            + "' waits for room in the channel to '"
            + target
            + "', which is full: back-pressure, "
            + Words.percent(share(task, task.blocked()))
            + " of its time.";
    Optional<StepView> next = job.step(target);
    if (next.isEmpty() || seenStages.contains(next.get().stage())) {
      return text;
    }
    return text
        + of(next.get()).map(cause -> " " + cause).orElseGet(() -> slowest(next.get().stage()));
  }

  /** Which of the steps that run together takes longest. */
  private String slowest(int stage) {
    return job.steps().stream()
        .filter(step -> step.stage() == stage && step.timePerItem().isPresent())
        .max(Comparator.comparing(step -> step.timePerItem().orElseThrow()))
        .map(step ->
            " Of the steps there '"
                + step.name()
                + "' takes longest, "
                + Words.duration(step.timePerItem().orElseThrow())
                + " per item.")
        .orElse("");
  }

  private String retrying(TaskView task) {
    Optional<FailureView> failure =
        job.steps().stream()
            .filter(step -> step.stage() == task.stage())
            .filter(step -> step.retries() > 0)
            .flatMap(step -> step.lastFailure().stream())
            .max(Comparator.comparing(FailureView::at));
    return "Task '"
        + task.name()
        + "' repeats a call that failed"
        + failure.map(last -> " in step '" + last.step() + "': " + last.message()).orElse("")
        + ".";
  }

  private Optional<String> working(TaskView task) {
    boolean stuck = task.since().compareTo(LONG) > 0;
    if (stuck) {
      return Optional.of(
          task.step().map(step -> "Step '" + step + "'").orElse("Task '" + task.name() + "'")
              + " has been busy with one item or batch for "
              + Words.duration(task.since())
              + ".");
    }
    double busy = share(task, task.working());
    if (busy < BUSY) {
      return Optional.empty();
    }
    return Optional.of(
        "Task '"
            + task.name()
            + "' is busy "
            + Words.percent(busy)
            + " of its time."
            + task.step().map(step -> " Now it is in step '" + step + "'.").orElse("")
            + slowest(task.stage()));
  }

  private static double share(TaskView task, Duration part) {
    Duration all =
        task.working()
            .plus(task.reading())
            .plus(task.waiting())
            .plus(task.blocked())
            .plus(task.paused());
    return all.isZero() ? 0 : (double) part.toNanos() / all.toNanos();
  }
}
