package io.streamflow.diagnosis;

import io.streamflow.job.CheckpointsView;
import io.streamflow.job.JobStatus;
import io.streamflow.job.JobView;
import io.streamflow.job.OutboxView;
import io.streamflow.job.StepView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells in words what a step waits for, or what keeps its results back: the most likely cause
 * first, then what else is out of the ordinary. Pure: it looks at a view of the job alone.
 */
public final class Diagnosis {
  private final JobView job;
  private final StepView step;
  private final Upstreams upstreams;

  private Diagnosis(JobView job, StepView step) {
    this.job = job;
    this.step = step;
    this.upstreams = new Upstreams(job);
  }

  /**
   * Why a step gives no results, or none more.
   *
   * @throws IllegalArgumentException when the plan has no such step; the message names all
   */
  public static String of(JobView job, String step) {
    StepView found =
        job.step(step)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "job '"
                        + job.name()
                        + "' has no step '"
                        + step
                        + "', but "
                        + String.join(
                            ", ",
                            job.steps().stream().map(one -> "'" + one.name() + "'").toList())));
    return new Diagnosis(job, found).text();
  }

  private String text() {
    List<String> sentences = new ArrayList<>();
    Optional<String> over = over();
    over.ifPresent(sentences::add);
    if (over.isEmpty()) {
      TaskCause tasks = new TaskCause(job);
      tasks.of(step).ifPresent(sentences::add);
      tasks
          .limitIn(upstreams.of(step))
          .filter(limit -> !sentences.contains(limit))
          .ifPresent(sentences::add);
      delivery().ifPresent(sentences::add);
      checkpoint().ifPresent(sentences::add);
      if (step.window().isPresent()) {
        sentences.add(new TimeCause(job, upstreams).of(step, step.window().get()));
      }
      if (sentences.isEmpty() || step.in() == 0) {
        new FlowCause(job, upstreams).of(step).ifPresent(sentences::add);
      }
    }
    if (sentences.isEmpty()) {
      sentences.add(works());
    }
    sentences.addAll(losses());
    return String.join(" ", sentences);
  }

  private Optional<String> over() {
    return switch (job.status()) {
      case JobStatus.Running _ ->
          job.tasks().isEmpty()
              ? Optional.of(
                  "The job has no tasks now: it waits to be started again"
                      + job.lastFailure()
                          .map(failure ->
                              ", after step '" + failure.step() + "' failed: " + failure.message())
                          .orElse("")
                      + ".")
              : Optional.empty();
      case JobStatus.Stopping _ ->
          Optional.of("The job is stopping: what was read is being processed and written.");
      case JobStatus.Completed _ ->
          Optional.of("The job is over: its sources have ended and everything was written.");
      case JobStatus.Stopped _ -> Optional.of("The job is over: it was stopped.");
      case JobStatus.Cancelled _ -> Optional.of("The job is over: it was cancelled.");
      case JobStatus.Failed(var cause) -> Optional.of("The job has failed: " + cause.getMessage());
    };
  }

  /** What a sink was given, and cannot deliver. */
  private Optional<String> delivery() {
    return job.outboxes().stream()
        .filter(outbox -> outbox.sink().equals(step.name()))
        .filter(outbox -> outbox.epochs() > 0 || outbox.failure().isPresent())
        .findFirst()
        .map(Diagnosis::delivery);
  }

  private static String delivery(OutboxView outbox) {
    return "The output of "
        + Words.count(outbox.epochs(), "checkpoint")
        + " ("
        + Words.bytes(outbox.bytes())
        + ") waits to be delivered"
        + outbox.oldest().map(oldest -> ", the oldest for " + Words.duration(oldest)).orElse("")
        + outbox
            .failure()
            .map(failure -> "; the last attempt failed, and is repeated: " + failure)
            .orElse("")
        + ".";
  }

  /** A checkpoint that takes longer than it should holds back what sinks commit with it. */
  private Optional<String> checkpoint() {
    Optional<CheckpointsView> checkpoints = job.checkpoints();
    Optional<CheckpointsView.Pending> pending = checkpoints.flatMap(CheckpointsView::pending);
    if (pending.isEmpty()
        || pending.get().since().compareTo(checkpoints.orElseThrow().interval()) < 0) {
      return Optional.empty();
    }
    List<String> missing = pending.get().waitsFor();
    return Optional.of(
        "Checkpoint "
            + pending.get().epoch()
            + " has been in the making for "
            + Words.duration(pending.get().since())
            + ", longer than the interval; "
            + (missing.isEmpty()
                ? "it is being stored."
                : "it waits for " + Words.names(missing) + ".")
            + " Output that is committed with it does not show before.");
  }

  private String works() {
    return "Nothing keeps it back: it has taken "
        + Words.count(step.in(), "item")
        + " and handed on "
        + Words.count(step.out(), "item")
        + ".";
  }

  private List<String> losses() {
    List<String> notes = new ArrayList<>();
    if (step.late() > 0) {
      notes.add(
          Words.count(step.late(), "item")
              + " came too late for "
              + (step.late() == 1 ? "its" : "their")
              + " window.");
    }
    if (step.skipped() > 0) {
      notes.add(Words.count(step.skipped(), "item") + " could not be dealt with and were skipped.");
    }
    if (step.deadLettered() > 0) {
      notes.add(Words.count(step.deadLettered(), "item") + " went to the dead letters.");
    }
    if (step.skipped() + step.deadLettered() > 0 && step.lastFailure().isPresent()) {
      notes.add("The last failure: " + step.lastFailure().get().message());
    }
    return notes;
  }
}
