package io.streamflow.metrics;

import io.streamflow.job.StepProgress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What is counted of a job, over all its runs. Usable from any thread. */
public final class JobCounters {
  private final Map<String, StepCounters> steps = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> partitions = new HashMap<>();
  private @Nullable BiConsumer<String, String> partitionListener;
  private final CheckpointHistory checkpoints = new CheckpointHistory();

  /** The counters of a step, made if there are none. */
  public StepCounters step(String name) {
    return steps.computeIfAbsent(name, StepCounters::new);
  }

  /** Says who hears of a partition of a source step that is read, also of those that are known. */
  public void partitionListener(BiConsumer<String, String> hears) {
    Map<String, Set<String>> known = new HashMap<>();
    synchronized (partitions) {
      partitionListener = hears;
      partitions.forEach((step, names) -> known.put(step, Set.copyOf(names)));
    }
    known.forEach((step, names) -> names.forEach(name -> hears.accept(step, name)));
  }

  /** A partition of a source step is read from now on. */
  public void partition(String step, String partition) {
    BiConsumer<String, String> hears;
    synchronized (partitions) {
      partitions.computeIfAbsent(step, _ -> new HashSet<>()).add(partition);
      hears = partitionListener;
    }
    if (hears != null) {
      hears.accept(step, partition);
    }
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
