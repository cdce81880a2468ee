package io.streamflow.runtime;

import io.streamflow.checkpoint.Manifest;
import io.streamflow.checkpoint.PlanFit;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StreamFlowException;
import io.streamflow.store.StateStoreException;
import io.streamflow.store.StoreReader;
import io.streamflow.store.StoreSnapshot;
import java.nio.file.Path;
import java.util.Optional;

/** A state directory, or a savepoint, that no job has open. */
final class ClosedDirectory {
  private ClosedDirectory() {}

  /**
   * A step's state as of the last checkpoint.
   *
   * @throws StreamFlowException.InvalidPipeline when the plan does not fit it
   * @throws StreamFlowException.StateUnusable when it cannot be read
   */
  static <K, V> StateSnapshot<K, V> read(
      KeptSteps steps, JobOptions options, String step, Class<K> key, Class<V> value) {
    Path path = options.stateDirectory().orElseThrow();
    StoreReader reader = openToRead(path);
    try {
      StoreSnapshot stored = reader.snapshot();
      Manifest last =
          stored
              .manifest()
              .map(bytes -> StoredManifest.read(bytes, path))
              .filter(made -> made.epoch() > 0)
              .orElseThrow(
                  () -> new StreamFlowException.StateUnusable(path + " holds no checkpoint yet"));
      PlanFit.Fits fit = StoredManifest.fit(Optional.of(last), path, steps, options);
      return new StepSnapshot<>(
          steps,
          fit,
          stored,
          last,
          step,
          key,
          value,
          () -> {
            stored.close();
            reader.close();
          });
    } catch (Throwable e) {
      reader.close();
      throw e;
    }
  }

  private static StoreReader openToRead(Path path) {
    try {
      return StoreReader.open(path);
    } catch (StateStoreException e) {
      throw new StreamFlowException.StateUnusable(String.valueOf(e.getMessage()), e);
    }
  }
}
