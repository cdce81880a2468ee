package io.streamflow.operator;

import io.streamflow.metrics.StepCounters;
import io.streamflow.metrics.TaskMeter;
import io.streamflow.state.StateBackend;
import io.streamflow.state.StateSizes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Tells others how large the state of a task's steps is. Used by the task's thread. */
final class PublishedSizes implements StateSizes {

  /** The sums over the states of one step. */
  private static final class Sum {
    long entries;
    long bytes;
    long hits;
    long misses;
    long publishedHits;
    long publishedMisses;
  }

  private final StateBackend state;
  private final TaskMeter meter;
  private final Function<String, StepCounters> counters;
  private final Map<String, Sum> steps = new HashMap<>();

  PublishedSizes(StateBackend state, TaskMeter meter, Function<String, StepCounters> counters) {
    this.state = state;
    this.meter = meter;
    this.counters = counters;
  }

  void publish() {
    state.sizes(this);
    steps.forEach(this::publish);
  }

  private void publish(String step, Sum sum) {
    meter.gauges(step).state(sum.entries, sum.bytes);
    StepCounters counted = counters.apply(step);
    counted.stateHits().add(sum.hits - sum.publishedHits);
    counted.stateMisses().add(sum.misses - sum.publishedMisses);
    sum.publishedHits = sum.hits;
    sum.publishedMisses = sum.misses;
    sum.entries = 0;
    sum.bytes = 0;
    sum.hits = 0;
    sum.misses = 0;
  }

  @Override
  public void state(String step, long entries, long bytes, long hits, long misses) {
    Sum sum = steps.computeIfAbsent(step, _ -> new Sum());
    sum.entries += entries;
    sum.bytes += bytes;
    sum.hits += hits;
    sum.misses += misses;
  }
}
