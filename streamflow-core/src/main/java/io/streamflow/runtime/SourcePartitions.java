package io.streamflow.runtime;

import io.streamflow.job.StreamFlowException;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The partitions that a source has when a run begins.
 *
 * @param source the source step's name
 * @param names the partitions' names; at least one
 */
record SourcePartitions(String source, List<String> names) {
  /** So that the warning stays readable. */
  private static final int MOST_NAMED = 3;

  /**
   * Asks the source.
   *
   * @throws StreamFlowException.JobFailed when it cannot list them, or has none
   */
  static SourcePartitions of(String job, PlanStep step, Source<?> source) {
    List<String> names;
    try {
      names = source.partitions();
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
    return new SourcePartitions(step.name(), names);
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
   * What to warn of when the last checkpoint knows partitions that the source no longer has:
   * perhaps a file was deleted, perhaps the source looks in another place.
   *
   * @param directory where that checkpoint is
   */
  Optional<String> warning(RestoredSource restored, Path directory) {
    List<String> gone = restored.missingFrom(names);
    if (gone.isEmpty()) {
      return Optional.empty();
    }
    int named = Math.min(MOST_NAMED, gone.size());
    return Optional.of(
        ("source '%s': %d of the partitions that the checkpoint in %s knows %s gone: %s%s;"
                + " nothing is read from them, and their positions are kept in case they come"
                + " back: see whether what the source reads was moved, renamed or deleted")
            .formatted(
                source,
                gone.size(),
                directory,
                gone.size() == 1 ? "is" : "are",
                String.join(", ", gone.subList(0, named)),
                gone.size() > named ? " and " + (gone.size() - named) + " more" : ""));
  }
}
