package io.streamflow.store;

import java.util.Optional;

/**
 * One checkpoint of a store, for the application to read while the job goes on. Any number of
 * threads may use it. It shows the same checkpoint until it is closed; but should the file have to
 * grow meanwhile, it ends, and says so with an {@link IllegalStateException}. Close it soon: the
 * file grows as long as a snapshot is kept.
 */
public final class StoreSnapshot extends Reading {
  StoreSnapshot(Readers readers) {
    super(readers, true);
  }

  /** The manifest of the checkpoint that it shows; none before the first. */
  public Optional<byte[]> manifest() {
    return reader.manifest();
  }
}
