package io.streamflow.metrics;

import io.streamflow.job.TaskView.Activity;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one task is doing, and how long it has done what. Written by the task, whenever it begins to
 * do something else; read by any thread.
 */
public final class TaskMeter {
  private final LongSupplier nanoTime;
  private final Map<Activity, AtomicLong> spent = new EnumMap<>(Activity.class);
  private final Map<String, StepGauges> gauges = new ConcurrentHashMap<>();

  /** The activity and when it began; one object, so that both are of the same moment. */
  private volatile Stretch current;

  private volatile long watermark = NO_WATERMARK;

  /** No watermark was made yet. */
  private static final long NO_WATERMARK = Long.MIN_VALUE;

  private record Stretch(Activity activity, long since, @Nullable String step) {}

  /** Of a task that is about to be opened. */
  public TaskMeter() {
    this(System::nanoTime);
  }

  /** By another clock that only counts up, in nanoseconds. */
  TaskMeter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (Activity activity : Activity.values()) {
      spent.put(activity, new AtomicLong());
    }
    this.current = new Stretch(Activity.OPENING, nanoTime.getAsLong(), null);
  }

  /** The task begins to do something else; what it did before. */
  public Activity begin(Activity activity) {
    return begin(activity, null);
  }

  /** The same for a step; null where that is not known. */
  public Activity begin(Activity activity, @Nullable String step) {
    long now = nanoTime.getAsLong();
    Stretch before = current;
    AtomicLong sum = sum(before.activity);
    sum.lazySet(sum.getPlain() + now - before.since);
    current = new Stretch(activity, now, step);
    return before.activity;
  }

  /** The watermark of what the task has handed on, in milliseconds since the epoch. */
  public void watermark(long millis) {
    watermark = millis;
  }

  /** The same; empty before the first. */
  public OptionalLong watermark() {
    long reached = watermark;
    return reached == NO_WATERMARK ? OptionalLong.empty() : OptionalLong.of(reached);
  }

  /** What it is doing. */
  public Activity activity() {
    return current.activity;
  }

  /** The step it is doing it for, where that is known. */
  public Optional<String> step() {
    return Optional.ofNullable(current.step);
  }

  /** How long it has been doing that. */
  public Duration since() {
    return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - current.since));
  }

  /** How long it has done this, what it is doing now included. */
  public Duration spent(Activity activity) {
    Stretch now = current;
    long nanos = sum(activity).get();
    if (now.activity == activity) {
      nanos += Math.max(0, nanoTime.getAsLong() - now.since);
    }
    return Duration.ofNanos(nanos);
  }

  private AtomicLong sum(Activity activity) {
    return Objects.requireNonNull(spent.get(activity));
  }

  /** The gauges of a step in this task, made if there are none. */
  public StepGauges gauges(String step) {
    return gauges.computeIfAbsent(step, _ -> new StepGauges());
  }

  /** The gauges of a step, if it has any here. */
  public Optional<StepGauges> knownGauges(String step) {
    return Optional.ofNullable(gauges.get(step));
  }
}
