package io.streamflow.runtime;

import io.streamflow.checkpoint.Manifest;
import io.streamflow.checkpoint.ManifestFormat;
import io.streamflow.checkpoint.PendingCheckpoint;
import io.streamflow.checkpoint.PlanFit;
import io.streamflow.checkpoint.SourcePosition;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StreamFlowException;
import io.streamflow.state.DurableBackend;
import io.streamflow.state.EpochWrites;
import io.streamflow.state.KeyGroups;
import io.streamflow.store.PendingStore;
import io.streamflow.store.StateStore;
import io.streamflow.store.StateStoreException;
import io.streamflow.store.StoreOptions;
import io.streamflow.store.StoreSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A durable job's state directory, as one run uses it: what it goes on from, and where it stores
 * its checkpoints. {@link #commit}, {@link #fold} and {@link #copyTo} are the coordinator thread's.
 */
final class StateDirectory implements AutoCloseable {
  private final PendingStore store;
  private final String job;
  private final Path path;
  private final Manifest manifest;
  private final KeptSteps steps;
  private final PlanFit.Fits fit;
  private final RestoredOutputs outputs;
  private final RestoredPositions positions;
  private List<Integer> dropped;
  private volatile boolean closed;

  private StateDirectory(
      PendingStore store,
      JobOptions options,
      Manifest manifest,
      KeptSteps steps,
      PlanFit.Fits fit) {
    this.store = store;
    this.job = options.name();
    this.path = options.stateDirectory().orElseThrow();
    this.manifest = manifest;
    this.steps = steps;
    this.fit = fit;
    this.outputs = new RestoredOutputs(manifest.epoch(), manifest.outputs());
    this.positions = new RestoredPositions(manifest.positions());
    this.dropped = fit.dropped();
  }

  /**
   * Takes the directory of a durable job, and decides from where the job goes on. A new directory
   * may be opened on another thread meanwhile: see {@link #awaitStore}.
   *
   * @throws StreamFlowException.StateUnusable when the directory cannot be used
   * @throws StreamFlowException.InvalidPipeline when what it holds does not fit the plan; nothing
   *     was changed
   */
  static StateDirectory open(KeptSteps steps, JobOptions options, StoreOptions storeOptions) {
    Path path = options.stateDirectory().orElseThrow();
    try {
      options
          .restoreFrom()
          .ifPresent(savepoint ->
              Savepoints.restore(
                  savepoint,
                  path,
                  held -> {
                    held.ifPresent(bytes ->
                        JobOutboxes.requireDelivered(
                            savepoint, StoredManifest.read(bytes, savepoint)));
                    var _ =
                        StoredManifest.fit(
                            held.map(bytes -> StoredManifest.read(bytes, savepoint)),
                            savepoint,
                            steps,
                            options);
                  }));
      PendingStore store =
          PendingStore.open(path, storeOptions.maxMapBytes(options.stateMaxSize()));
      try {
        return open(store, steps, options);
      } catch (Throwable e) {
        store.close();
        throw e;
      }
    } catch (StateStoreException e) {
      throw new StreamFlowException.StateUnusable(String.valueOf(e.getMessage()), e);
    }
  }

  private static StateDirectory open(PendingStore store, KeptSteps steps, JobOptions options) {
    Path path = options.stateDirectory().orElseThrow();
    Optional<byte[]> held = store.isNew() ? Optional.empty() : store.store().manifest();
    Optional<Manifest> last = held.map(bytes -> StoredManifest.read(bytes, path));
    if (options.restoreFrom().isPresent()) {
      Path savepoint = options.restoreFrom().get();
      Savepoints.check(savepoint, path, held, last.map(Manifest::origin).orElse(""));
      last = last.map(manifest -> manifest.from(Savepoints.origin(savepoint)));
    }
    PlanFit.Fits fit = StoredManifest.fit(last, path, steps, options);
    Manifest manifest = last.orElseGet(() -> Manifest.none(fit.plan()));
    JobOutboxes.requireComplete(path, manifest);
    return new StateDirectory(store, options, manifest, steps, fit);
  }

  /**
   * Waits until it is open. Before that, whoever stores or reads something waits.
   *
   * @throws StreamFlowException.StateUnusable when it cannot be opened
   */
  void awaitStore() {
    try {
      var _ = store.store();
    } catch (StateStoreException e) {
      throw new StreamFlowException.StateUnusable(String.valueOf(e.getMessage()), e);
    }
  }

  /** What the run goes on from; of epoch 0 when it starts anew. */
  Manifest manifest() {
    return manifest;
  }

  /** From where the job goes on, to be shown to a person. */
  String beginning() {
    return manifest.epoch() == 0
        ? " with no checkpoint yet"
        : " from checkpoint " + manifest.epoch();
  }

  /** The output that is to be committed once more. */
  RestoredOutputs outputs() {
    return outputs;
  }

  /** From where the partitions of sources are to be read. */
  RestoredPositions positions() {
    return positions;
  }

  /**
   * How large its file is now; 0 before it is open, and when somebody has deleted it, which the
   * next start will tell.
   */
  long fileBytes() {
    try {
      return store.isOpen() ? store.store().fileBytes() : 0;
    } catch (StateStoreException gone) {
      return 0;
    }
  }

  /** How much of it is in the log. */
  long logBytes() {
    return store.isOpen() ? store.store().logBytes() : 0;
  }

  /** Where it is. */
  Path path() {
    return path;
  }

  /** The state of one subtask of a stage, which keeps so many bytes of it on the heap. */
  DurableBackend backend(int subtask, int parallelism, long memoryBytes) {
    return new DurableBackend(
        store.view(),
        KeyGroups.first(subtask, parallelism),
        KeyGroups.first(subtask + 1, parallelism),
        (step, state) ->
            Objects.requireNonNull(
                Objects.requireNonNull(fit.states().get(step), step).get(state), state),
        manifest.watermarks(),
        memoryBytes);
  }

  /** What a complete checkpoint stores beside the state. */
  Manifest manifest(PendingCheckpoint complete, List<SourcePosition> before) {
    return complete.manifest(
        ThreadLocalRandom.current().nextLong(),
        manifest.origin(),
        before,
        steps.sources(),
        fit.plan());
  }

  /** Stores a checkpoint. */
  void commit(Manifest next, List<EpochWrites> writes) {
    List<EpochWrites> all = new ArrayList<>(writes);
    if (!dropped.isEmpty()) {
      EpochWrites forgotten = new EpochWrites();
      dropped.forEach(id -> forgotten.deleteRange(prefix(id), prefix(id + 1)));
      all.add(forgotten);
    }
    store.store().commit(ManifestFormat.bytes(next), all);
    dropped = List.of();
  }

  /**
   * Moves some of what was stored to its final place; see {@link StateStore#fold}.
   *
   * @return whether there is more to be moved
   */
  boolean fold() {
    return store.store().fold();
  }

  private static byte[] prefix(int id) {
    return id > 0xffff
        ? new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff}
        : new byte[] {(byte) (id >> 8), (byte) id};
  }

  /** A step's state as of the last checkpoint; any thread. */
  <K, V> StateSnapshot<K, V> snapshot(String step, Class<K> key, Class<V> value) {
    StoreSnapshot stored = stored();
    try {
      Manifest last =
          stored
              .manifest()
              .map(bytes -> StoredManifest.read(bytes, path))
              .filter(made -> made.epoch() > 0)
              .orElseThrow(
                  () -> new StreamFlowException.CheckpointFailed(job, "it has made none yet"));
      return new StepSnapshot<>(steps, fit, stored, last, step, key, value, stored::close);
    } catch (Throwable e) {
      stored.close();
      throw e;
    }
  }

  private StoreSnapshot stored() {
    try {
      return store.store().snapshot();
    } catch (IllegalStateException e) {
      if (closed) {
        throw new StreamFlowException.CheckpointFailed(
            job, "it is ending, or being started again: then ask once more");
      }
      throw e;
    }
  }

  /** Copies the last checkpoint. */
  void copyTo(Path savepoint) {
    store.store().copyTo(savepoint);
  }

  @Override
  public void close() {
    closed = true;
    store.close();
  }
}
