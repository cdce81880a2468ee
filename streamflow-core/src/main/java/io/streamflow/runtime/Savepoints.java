package io.streamflow.runtime;

import io.streamflow.job.StreamFlowException;
import io.streamflow.store.StoreReader;
import io.streamflow.store.StoreSnapshot;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** How a state directory begins as a copy of a savepoint. */
final class Savepoints {
  private Savepoints() {}

  /** By what name a directory remembers the savepoint that it began with. */
  static String origin(Path savepoint) {
    return savepoint.toAbsolutePath().normalize().toString();
  }

  /**
   * Copies the savepoint into the state directory, unless there is state in it already.
   *
   * @param check throws when what the savepoint holds does not fit; then nothing is copied
   */
  static void restore(Path savepoint, Path directory, Consumer<Optional<byte[]>> check) {
    if (StoreReader.isState(directory)) {
      return;
    }
    try (StoreReader copied = StoreReader.open(savepoint)) {
      try (StoreSnapshot saved = copied.snapshot()) {
        check.accept(saved.manifest());
      }
      copied.copyTo(directory);
    }
  }

  /**
   * Refuses a state directory that did not begin with the savepoint: it would be lost, or the
   * savepoint not looked at.
   *
   * @param held the directory's own manifest, as it is stored
   * @param origin the savepoint that the directory began with
   */
  static void check(Path savepoint, Path directory, Optional<byte[]> held, String origin) {
    if (origin.equals(origin(savepoint))) {
      return;
    }
    if (held.isPresent() && StoreReader.isState(savepoint)) {
      try (StoreReader reader = StoreReader.open(savepoint);
          StoreSnapshot saved = reader.snapshot()) {
        if (saved.manifest().filter(bytes -> Arrays.equals(bytes, held.get())).isPresent()) {
          return; // it was just copied
        }
      }
    }
    throw new StreamFlowException.StateUnusable(
        directory
            + " holds state that did not begin with the savepoint "
            + savepoint
            + ": name a new directory, or leave restoreFrom(...) out to go on with what is there");
  }
}
