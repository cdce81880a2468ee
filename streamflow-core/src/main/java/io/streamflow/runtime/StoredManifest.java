package io.streamflow.runtime;

import io.streamflow.checkpoint.Manifest;
import io.streamflow.checkpoint.ManifestFormat;
import io.streamflow.checkpoint.PlanFit;
import io.streamflow.checkpoint.Recovery;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a state directory or a savepoint tells of its checkpoint. */
final class StoredManifest {
  private StoredManifest() {}

  /**
   * How it fits the plan.
   *
   * @throws StreamFlowException.InvalidPipeline when it does not, with every problem
   */
  static PlanFit.Fits fit(Optional<Manifest> last, Path path, KeptSteps steps, JobOptions options) {
    return switch (Recovery.decide(
        last,
        steps.facts(),
        steps.sinks(),
        steps.outboxes().keySet(),
        JobOptions.KEY_GROUPS,
        options.allowDropped())) {
      case Recovery.GoOn(var fit) -> fit;
      case Recovery.Refuse(var problems) ->
          throw new StreamFlowException.InvalidPipeline(
              problems.stream().map(problem -> path + ": " + problem).toList());
    };
  }

  /**
   * Reads it.
   *
   * @throws StreamFlowException.StateUnusable when it cannot be read
   */
  static Manifest read(byte[] bytes, Path path) {
    try {
      return ManifestFormat.read(bytes);
    } catch (IOException e) {
      throw new StreamFlowException.StateUnusable(
          "the checkpoint in " + path + " cannot be read: " + e.getMessage(), e);
    }
  }
}
