package io.streamflow.metrics;

import org.jspecify.annotations.Nullable;

/** The meters of a job: one table, which docs/metrics.md repeats. */
public enum MeterNames {
  JOB_RUNNING("job.running", Kind.GAUGE, null, "1 while the job's tasks are at work, else 0"),
  JOB_FAILED("job.failed", Kind.GAUGE, null, "1 once the job has failed for good, else 0"),
  JOB_RESTARTS(
      "job.restarts", Kind.COUNTER, null, "How often it was started again after a failure"),
  JOB_PARALLELISM(
      "job.parallelism", Kind.GAUGE, null, "Subtasks of a step that does not say its own"),
  RECORDS_IN("records.in", Kind.COUNTER, null, "Items a step has taken; of a source, items read"),
  RECORDS_OUT(
      "records.out", Kind.COUNTER, null, "Items a step has handed on; of a sink, items written"),
  RECORDS_LATE("records.late", Kind.COUNTER, null, "Items that came too late for their window"),
  RECORDS_SKIPPED(
      "records.skipped", Kind.COUNTER, null, "Items or records left out by OnError.skip"),
  RECORDS_DEAD_LETTERED("records.dead.lettered", Kind.COUNTER, null, "Items given to dead letters"),
  RETRIES(
      "retries", Kind.COUNTER, null, "Calls that failed and were repeated, deliveries included"),
  PROCESSING(
      "step.processing",
      Kind.TIMER,
      "seconds",
      "How long the step takes for one item, from samples"),
  LATENCY(
      "end.to.end.latency",
      Kind.HISTOGRAM,
      "seconds",
      "From an item's timestamp to its being written, from samples"),
  WORKING("task.working", Kind.COUNTER, "seconds", "Time the step's tasks spent on items"),
  READING(
      "task.reading",
      Kind.COUNTER,
      "seconds",
      "Time they spent in a source's reader, waiting for records included"),
  WAITING("task.waiting", Kind.COUNTER, "seconds", "Time they had nothing to do"),
  BLOCKED(
      "task.blocked",
      Kind.COUNTER,
      "seconds",
      "Time they waited for room in a full channel: back-pressure"),
  PAUSED(
      "task.paused",
      Kind.COUNTER,
      "seconds",
      "Time they waited for a rate limit, or between attempts"),
  TASKS("tasks", Kind.GAUGE, null, "How many tasks run the step"),
  CHANNEL_FILL(
      "channel.fill",
      Kind.GAUGE,
      "ratio",
      "How full the fullest channel to the step is, from 0 to 1"),
  WATERMARK(
      "watermark",
      Kind.GAUGE,
      "seconds",
      "The step's watermark, since the epoch; NaN before the first"),
  WATERMARK_LAG(
      "watermark.lag",
      Kind.GAUGE,
      "seconds",
      "By how much it is behind the clock; NaN before the first"),
  RATE_LIMIT("rate.limit", Kind.GAUGE, null, "Items a second that a limitRate step lets through"),
  STATE_ENTRIES("state.entries", Kind.GAUGE, null, "Entries of keyed state in memory"),
  STATE_BYTES(
      "state.bytes", Kind.GAUGE, null, "Their size, roughly; 0 for a job that is not durable"),
  STATE_HITS("state.cache.hits", Kind.COUNTER, null, "Reads of state that the cache answered"),
  STATE_MISSES("state.cache.misses", Kind.COUNTER, null, "Reads of state that went to the store"),
  STATE_FILE("state.file", Kind.GAUGE, "bytes", "How large the file of a durable job's state is"),
  STATE_LOG("state.log", Kind.GAUGE, "bytes", "How much of it are changes that are in memory, too"),
  SOURCE_LAG(
      "source.lag",
      Kind.GAUGE,
      "records",
      "Records of a partition that were not read; NaN where the source cannot tell"),
  PARTITION_LAG(
      "partition.watermark.lag",
      Kind.GAUGE,
      "seconds",
      "By how much a partition's watermark is behind the clock; NaN before the first"),
  PARTITION_SILENT(
      "partition.silent", Kind.GAUGE, "seconds", "How long a partition has delivered nothing"),
  PARTITION_HOLDS(
      "partition.active", Kind.GAUGE, null, "1 while a partition counts for the watermark, else 0"),
  CHECKPOINT_DURATION(
      "checkpoint.duration", Kind.TIMER, "seconds", "From the request to its being stored"),
  CHECKPOINT_PAUSE(
      "checkpoint.pause",
      Kind.TIMER,
      "seconds",
      "How long the task stood still that stood longest"),
  CHECKPOINT_BYTES("checkpoint.size", Kind.SUMMARY, "bytes", "The changed state of one"),
  CHECKPOINT_ENTRIES(
      "checkpoint.entries", Kind.SUMMARY, null, "How many entries of state had changed"),
  CHECKPOINT_FAILURES(
      "checkpoint.failures", Kind.COUNTER, null, "How often one could not be stored"),
  CHECKPOINT_AGE(
      "checkpoint.age", Kind.GAUGE, "seconds", "Since the last was stored, or since the start"),
  CHECKPOINT_PENDING(
      "checkpoint.pending",
      Kind.GAUGE,
      "seconds",
      "How long the one at hand has taken so far; 0 when there is none"),
  OUTBOX_CHECKPOINTS(
      "outbox.checkpoints", Kind.GAUGE, null, "Checkpoints whose output waits to be delivered"),
  OUTBOX_BYTES("outbox.bytes", Kind.GAUGE, null, "How much output that is"),
  OUTBOX_AGE("outbox.age", Kind.GAUGE, "seconds", "How long the oldest of it has waited");

  /** What kind of meter it is. */
  public enum Kind {
    /** A value that goes up and down. */
    GAUGE,
    /** A count that only grows. */
    COUNTER,
    /** A count, a sum and, where there is one, a maximum of durations. */
    TIMER,
    /** A timer with buckets. */
    HISTOGRAM,
    /** A count, a sum and a maximum. */
    SUMMARY
  }

  private final String name;
  private final Kind kind;
  private final @Nullable String unit;
  private final String description;

  MeterNames(String name, Kind kind, @Nullable String unit, String description) {
    this.name = "streamflow." + name;
    this.kind = kind;
    this.unit = unit;
    this.description = description;
  }

  /** Its name at Micrometer. */
  public String meter() {
    return name;
  }

  /** What kind it is. */
  public Kind kind() {
    return kind;
  }

  /** Its base unit, if it has one. */
  public @Nullable String unit() {
    return unit;
  }

  /** What it tells. */
  public String description() {
    return description;
  }

  /** Its name at Prometheus, without the suffixes of a histogram's or summary's parts. */
  public String prometheus() {
    String base = name.replace('.', '_');
    String withUnit = unit == null || base.endsWith("_" + unit) ? base : base + "_" + unit;
    return kind == Kind.COUNTER ? withUnit + "_total" : withUnit;
  }
}
