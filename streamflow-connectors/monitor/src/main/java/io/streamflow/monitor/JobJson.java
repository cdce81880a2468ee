package io.streamflow.monitor;

import io.streamflow.job.ChannelView;
import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.CheckpointsView;
import io.streamflow.job.FailureView;
import io.streamflow.job.JobView;
import io.streamflow.job.LatencyView;
import io.streamflow.job.OutboxView;
import io.streamflow.job.PartitionView;
import io.streamflow.job.StateView;
import io.streamflow.job.StepView;
import io.streamflow.job.TaskView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job's view as JSON. Every field is named here, so that the names stay what they are when the
 * records change; docs/monitor.md lists them.
 */
final class JobJson {
  private JobJson() {}

  static JsonFields of(int id, JobView view) {
    return new JsonFields()
        .put("id", id)
        .put("name", view.name())
        .put("status", Health.word(view.status()))
        .text("started", view.started())
        .text("taken", view.taken())
        .seconds("ageSeconds", view.age())
        .put("parallelism", view.parallelism())
        .put("restarts", view.restarts())
        .object("lastFailure", view.lastFailure(), JobJson::failure)
        .list("steps", view.steps(), JobJson::step)
        .list("tasks", view.tasks(), JobJson::task)
        .list("channels", view.channels(), JobJson::channel)
        .list("partitions", view.partitions(), JobJson::partition)
        .object("checkpoints", view.checkpoints(), JobJson::checkpoints)
        .list("outboxes", view.outboxes(), JobJson::outbox);
  }

  private static JsonFields failure(FailureView failure) {
    return new JsonFields()
        .text("at", failure.at())
        .put("step", failure.step())
        .put("message", failure.message());
  }

  private static JsonFields step(StepView step) {
    return new JsonFields()
        .put("id", step.id())
        .put("name", step.name())
        .put("kind", step.kind())
        .put("description", step.description())
        .put("upstreams", step.upstreams())
        .put("stage", step.stage())
        .put("in", step.in())
        .put("out", step.out())
        .put("late", step.late())
        .put("skipped", step.skipped())
        .put("deadLettered", step.deadLettered())
        .put("retries", step.retries())
        .object("lastFailure", step.lastFailure(), JobJson::failure)
        .seconds("timePerItemSeconds", step.timePerItem())
        .object("latency", step.latency(), JobJson::latency)
        .object("openWindow", step.window(), JobJson::openWindow)
        .object("state", step.state(), JobJson::state);
  }

  private static JsonFields latency(LatencyView latency) {
    return new JsonFields()
        .put("samples", latency.samples())
        .seconds("medianSeconds", latency.median())
        .seconds("p99Seconds", latency.p99())
        .seconds("maxSeconds", latency.max());
  }

  private static JsonFields openWindow(StepView.OpenWindow window) {
    return new JsonFields().text("start", window.start()).text("end", window.end());
  }

  private static JsonFields state(StateView state) {
    return new JsonFields()
        .put("entries", state.entries())
        .put("bytes", state.bytes())
        .put("hits", state.hits())
        .put("misses", state.misses());
  }

  private static JsonFields task(TaskView task) {
    return new JsonFields()
        .put("name", task.name())
        .put("stage", task.stage())
        .put("subtask", task.subtask())
        .text("activity", task.activity())
        .seconds("sinceSeconds", task.since())
        .text("step", task.step())
        .text("watermark", task.watermark())
        .seconds("workingSeconds", task.working())
        .seconds("readingSeconds", task.reading())
        .seconds("waitingSeconds", task.waiting())
        .seconds("blockedSeconds", task.blocked())
        .seconds("pausedSeconds", task.paused());
  }

  private static JsonFields channel(ChannelView channel) {
    return new JsonFields()
        .put("from", channel.from())
        .put("to", channel.to())
        .put("channels", channel.channels())
        .put("queued", channel.queued())
        .put("fullest", channel.fullest())
        .put("capacity", channel.capacity());
  }

  private static JsonFields partition(PartitionView partition) {
    @Nullable Long lag = partition.lag().isPresent() ? partition.lag().getAsLong() : null;
    return new JsonFields()
        .put("step", partition.step())
        .put("name", partition.name())
        .put("task", partition.task())
        .text("standing", partition.standing())
        .text("watermark", partition.watermark())
        .text("greatest", partition.greatest())
        .seconds("silentSeconds", partition.silent())
        .seconds("idleAfterSeconds", partition.idleAfter())
        .put("lag", lag);
  }

  private static JsonFields checkpoints(CheckpointsView checkpoints) {
    return new JsonFields()
        .seconds("intervalSeconds", checkpoints.interval())
        .put("completed", checkpoints.completed())
        .put("failures", checkpoints.failures())
        .list("recent", checkpoints.recent(), JobJson::checkpoint)
        .object("pending", checkpoints.pending(), JobJson::pending)
        .put("fileBytes", checkpoints.fileBytes())
        .put("logBytes", checkpoints.logBytes());
  }

  private static JsonFields checkpoint(CheckpointInfo checkpoint) {
    return new JsonFields()
        .put("epoch", checkpoint.epoch())
        .text("completed", checkpoint.completed())
        .seconds("durationSeconds", checkpoint.duration())
        .seconds("longestPauseSeconds", checkpoint.longestPause())
        .put("entries", checkpoint.entries())
        .put("bytes", checkpoint.bytes());
  }

  private static JsonFields pending(CheckpointsView.Pending pending) {
    return new JsonFields()
        .put("epoch", pending.epoch())
        .seconds("sinceSeconds", pending.since())
        .put("waitsFor", List.copyOf(pending.waitsFor()));
  }

  private static JsonFields outbox(OutboxView outbox) {
    return new JsonFields()
        .put("sink", outbox.sink())
        .put("epochs", outbox.epochs())
        .put("bytes", outbox.bytes())
        .seconds("oldestSeconds", outbox.oldest())
        .text("failure", outbox.failure());
  }
}
