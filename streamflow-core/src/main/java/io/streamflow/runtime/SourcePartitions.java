package io.streamflow.runtime;

import io.streamflow.job.StreamFlowException;
import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that a source has when a run begins.
 *
 * @param job the job's name
 * @param source the source step's name
 * @param names the partitions' names; at least one
 */
record SourcePartitions(String job, String source, List<String> names) {
  private static final Logger LOG = LoggerFactory.getLogger("io.streamflow.job");

  /** So that the warning stays readable. */
  private static final int MOST_NAMED = 3;

  /**
   * Asks the source.
   *
   * @throws StreamFlowException.JobFailed when it cannot list them, or has none
   */
  static SourcePartitions of(String job, PlanStep step) {
    List<String> names;
    try {
      names = ((Node.Source) step.node()).source().partitions();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new StreamFlowException.JobFailed(job, step.name(), "listing its partitions: " + e, e);
    }
    if (names.isEmpty()) {
      throw new StreamFlowException.JobFailed(
          job,
          step.name(),
          "the source has no partitions, so there is nothing to read",
          new IllegalStateException("Source.partitions() returned an empty list"));
    }
    return new SourcePartitions(job, step.name(), names);
  }

  /** Deals them out to so many subtasks. */
  List<List<String>> deal(int subtasks) {
    List<List<String>> dealt = new ArrayList<>();
    for (int subtask = 0; subtask < subtasks; subtask++) {
      dealt.add(new ArrayList<>());
    }
    for (int i = 0; i < names.size(); i++) {
      dealt.get(i % subtasks).add(names.get(i));
    }
    return dealt;
  }

  /**
   * Warns when the last checkpoint knows partitions that the source no longer has: perhaps a file
   * was deleted, perhaps the source looks in another place.
   */
  void warnOfGone(RestoredPositions restored, Path directory) {
    List<String> gone = restored.missingFrom(source, names);
    if (!gone.isEmpty()) {
      LOG.warn(
          "job '{}', source '{}': {} of the partitions in the checkpoint in {} {} not there now: {}{};"
              + " nothing is read from them, and their positions are kept should they come back:"
              + " look whether what the source reads was moved, renamed or deleted",
          job,
          source,
          gone.size(),
          directory,
          gone.size() == 1 ? "is" : "are",
          String.join(", ", gone.subList(0, Math.min(MOST_NAMED, gone.size()))),
          gone.size() > MOST_NAMED ? " and " + (gone.size() - MOST_NAMED) + " more" : "");
    }
  }
}
