package io.streamflow.metrics;

import io.streamflow.job.StepProgress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** What is counted of a job, over all its runs. Usable from any thread. */
public final class JobCounters {
  private final Map<String, StepCounters> steps = new ConcurrentHashMap<>();
  private volatile BiConsumer<String, String> partitionListener = (_, _) -> {};
  private final CheckpointHistory checkpoints = new CheckpointHistory();

  /** The counters of a step, made if there are none. */
  public StepCounters step(String name) {
    return steps.computeIfAbsent(name, StepCounters::new);
  }

  /** Says who hears of a partition of a source step that is read from now on. */
  public void partitionListener(BiConsumer<String, String> hears) {
    partitionListener = hears;
  }

  /** A partition of a source step is read from now on. */
  public void partition(String step, String partition) {
    partitionListener.accept(step, partition);
  }

  /** The checkpoints of the job. */
  public CheckpointHistory checkpoints() {
    return checkpoints;
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
