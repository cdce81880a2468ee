package io.streamflow.job;

import java.util.ArrayList;
import java.util.List;

/**
 * The jobs of this process, so that what watches them, such as a monitor, need not be told of each.
 * A job that is over stays until it is closed, another of its name starts, or {@value #KEPT} others
 * are over. Usable from any thread.
 */
public final class Jobs {
  /** How many jobs that are over are kept. */
  public static final int KEPT = 20;

  private static final List<Job> JOBS = new ArrayList<>();

  private Jobs() {}

  /** The jobs that run, and those that were over last; in the order of their start. */
  public static List<Job> inThisProcess() {
    synchronized (JOBS) {
      return List.copyOf(JOBS);
    }
  }

  /** Takes note of a job that starts. For the engine. */
  public static void add(Job job) {
    synchronized (JOBS) {
      JOBS.removeIf(known -> known.name().equals(job.name()) && known.status().isFinal());
      JOBS.add(job);
      long over = JOBS.stream().filter(known -> known.status().isFinal()).count();
      for (int i = 0; over > KEPT; ) {
        if (JOBS.get(i).status().isFinal()) {
          JOBS.remove(i);
          over--;
        } else {
          i++;
        }
      }
    }
  }

  /** Forgets a job that is over. For the engine. */
  public static void remove(Job job) {
    synchronized (JOBS) {
      JOBS.removeIf(known -> known.equals(job));
    }
  }
}
