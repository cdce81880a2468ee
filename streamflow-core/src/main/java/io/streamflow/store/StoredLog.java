package io.streamflow.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * The log as it is found in a file that is opened.
 *
 * @param overlay what it tells; its older half, if there are two, is sealed
 * @param appending which half commits append to
 * @param next the number of the next chunk
 */
record StoredLog(Overlay overlay, int appending, long next) {

  /**
   * Reads it.
   *
   * @throws StateStoreException if it is damaged
   */
  static StoredLog read(DataFile file) {
    try (Txn<Window> txn = file.beginRead()) {
      int newer = file.log().newerHalf(txn);
      Overlay overlay = Overlay.found(runs(file, txn, 1 - newer), runs(file, txn, newer));
      return new StoredLog(overlay, newer, file.log().last(txn) + 1);
    } catch (LmdbException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
  }

  static StateStoreException unreadable(DataFile file, RuntimeException cause) {
    return StateStoreException.about(
        file.path(), "its log cannot be read", "put a savepoint in its place", cause);
  }

  private static List<Run> runs(DataFile file, Txn<Window> txn, int half) {
    return runs(file.log().part(txn, half, 0, Long.MAX_VALUE).chunks());
  }

  /**
   * A run of each epoch that some chunks tell of, which may begin and end within one.
   *
   * @throws IndexOutOfBoundsException if a chunk is damaged
   * @throws IllegalArgumentException if a chunk is damaged
   */
  static List<Run> runs(List<byte[]> chunks) {
    Epochs epochs = new Epochs();
    chunks.forEach(epochs::take);
    epochs.close();
    return epochs.runs;
  }

  /** Makes a run of each epoch. */
  private static final class Epochs {
    private final List<Run> runs = new ArrayList<>();
    private @Nullable RunBuilder open;

    void take(byte[] chunk) {
      if (Chunk.beginsEpoch(chunk)) {
        close();
      }
      RunBuilder builder = open;
      if (builder == null) {
        builder = new RunBuilder();
        open = builder;
      }
      builder.take(chunk);
    }

    void close() {
      if (open != null) {
        runs.add(open.build());
        open = null;
      }
    }
  }
}
