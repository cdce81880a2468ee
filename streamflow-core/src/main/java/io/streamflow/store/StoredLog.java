package io.streamflow.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
      long[] last =
          IntStream.range(0, DeltaLog.HALVES)
              .mapToLong(half -> file.log().last(txn, half))
              .toArray();
      int newer = last[1] > last[0] ? 1 : 0;
      Overlay overlay = Overlay.found(runs(file, txn, 1 - newer), runs(file, txn, newer));
      return new StoredLog(overlay, newer, Arrays.stream(last).max().orElseThrow() + 1);
    } catch (LmdbException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw StateStoreException.about(
          file.path(), "its log cannot be read", "put a savepoint in its place", e);
    }
  }

  private static List<Run> runs(DataFile file, Txn<Window> txn, int half) {
    Epochs epochs = new Epochs();
    file.log().read(txn, half, epochs::take);
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
