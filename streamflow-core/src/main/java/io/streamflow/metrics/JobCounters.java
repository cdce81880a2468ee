package io.streamflow.metrics;

import io.streamflow.job.StepProgress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The counters of all steps of a job. Usable from any thread. */
public final class JobCounters {
  private final Map<String, StepCounters> steps = new ConcurrentHashMap<>();

  /** The counters of a step, made if there are none. */
  public StepCounters step(String name) {
    return steps.computeIfAbsent(name, _ -> new StepCounters());
  }

  /** The counts now of every step that has counted anything. */
  public Map<String, StepProgress> progress() {
    Map<String, StepProgress> progress = new TreeMap<>();
    steps.forEach((name, counters) -> {
      StepProgress counts = counters.progress();
      if (!counts.equals(StepProgress.NOTHING)) {
        progress.put(name, counts);
      }
    });
    return progress;
  }
}
