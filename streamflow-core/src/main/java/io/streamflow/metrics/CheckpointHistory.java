package io.streamflow.metrics;

import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.CheckpointsView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The newest checkpoints of a job, over all its runs. Usable from any thread. */
public final class CheckpointHistory {
  private final Deque<CheckpointInfo> recent = new ArrayDeque<>();
  private long completed;
  private long failures;
  private @Nullable Consumer<CheckpointInfo> listener;

  /** Says who hears of each as well, also of those in {@link #recent()}. */
  public void listener(Consumer<CheckpointInfo> hears) {
    List<CheckpointInfo> known;
    synchronized (this) {
      listener = hears;
      known = recent();
    }
    known.forEach(hears);
  }

  /** One is stored. */
  public void completed(CheckpointInfo checkpoint) {
    Consumer<CheckpointInfo> hears;
    synchronized (this) {
      completed++;
      recent.add(checkpoint);
      if (recent.size() > CheckpointsView.RECENT) {
        recent.remove();
      }
      hears = listener;
    }
    if (hears != null) {
      hears.accept(checkpoint);
    }
  }

  /** One could not be stored. */
  public synchronized void failed() {
    failures++;
  }

  /** How many were stored. */
  public synchronized long completed() {
    return completed;
  }

  /** How many could not be stored. */
  public synchronized long failures() {
    return failures;
  }

  /** The newest ones, the newest last. */
  public synchronized List<CheckpointInfo> recent() {
    return List.copyOf(recent);
  }
}
