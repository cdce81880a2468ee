package io.streamflow.metrics;

import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.CheckpointsView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The newest checkpoints of a job, over all its runs. Usable from any thread. */
public final class CheckpointHistory {
  private final Deque<CheckpointInfo> recent = new ArrayDeque<>();
  private long completed;
  private long failures;
  private volatile Consumer<CheckpointInfo> listener = _ -> {};

  /** Says who hears of each as well. */
  public void listener(Consumer<CheckpointInfo> hears) {
    listener = hears;
  }

  /** One is stored. */
  public void completed(CheckpointInfo checkpoint) {
    synchronized (this) {
      completed++;
      recent.add(checkpoint);
      if (recent.size() > CheckpointsView.RECENT) {
        recent.remove();
      }
    }
    listener.accept(checkpoint);
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
