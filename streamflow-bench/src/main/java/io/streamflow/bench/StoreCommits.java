package io.streamflow.bench;

import io.streamflow.state.EpochWrites;
import io.streamflow.store.StateStore;
import io.streamflow.store.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * What a checkpoint costs when some of the keys, spread at random, have changed: {@code java
 * --enable-native-access=ALL-UNNAMED -cp benchmarks.jar io.streamflow.bench.StoreCommits <new
 * directory> <millions of keys>}. Beside each commit stands what the disk takes for as many bytes
 * in a row.
 */
public final class StoreCommits {
  private static final int MILLION = 1_000_000;
  private static final int VALUE_BYTES = 100;
  private static final double[] CHANGED = {0.01, 0.1};
  private static final int COMMITS = 20;

  private StoreCommits() {}

  /** Fills a store and prints a line per commit. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    int keys = Integer.parseInt(args[1]) * MILLION;
    Random random = new Random(1);
    try (StateStore store = StateStore.open(directory, StoreOptions.defaults())) {
      for (int from = 0; from < keys; from += MILLION) {
        EpochWrites million = new EpochWrites();
        for (int i = from; i < from + MILLION; i++) {
          million.put(key(i), new byte[VALUE_BYTES]);
        }
        commit(store, million, "filled");
      }
      for (double share : CHANGED) {
        for (int i = 0; i < COMMITS; i++) {
          commit(store, changed(keys, share, random), "%.0f%%".formatted(share * 100));
          fold(store);
        }
        System.out.printf(
            "       raw write of as many bytes: %d ms%n",
            rawWriteMillis(directory, store.lastCommit().bytes()));
      }
    }
    long start = System.nanoTime();
    StateStore.open(directory, StoreOptions.defaults()).close();
    System.out.printf("opened in %d ms%n", (System.nanoTime() - start) / MILLION);
  }

  /** All that is to be done before the next commit. */
  private static void fold(StateStore store) {
    long start = System.nanoTime();
    long longest = 0;
    int slices = 0;
    boolean more = true;
    while (more) {
      long begun = System.nanoTime();
      more = store.fold();
      longest = Math.max(longest, System.nanoTime() - begun);
      slices++;
    }
    if (slices > 1) {
      System.out.printf(
          "       folded in %d ms, %d slices of %d ms at most; the file has %d MB%n",
          (System.nanoTime() - start) / MILLION,
          slices,
          longest / MILLION,
          store.fileBytes() / MILLION);
    }
  }

  private static EpochWrites changed(int keys, double share, Random random) {
    EpochWrites changed = new EpochWrites();
    BitSet seen = new BitSet(keys);
    while (changed.size() < keys * share) {
      int i = random.nextInt(keys);
      if (!seen.get(i)) {
        seen.set(i);
        changed.put(key(i), new byte[VALUE_BYTES]);
      }
    }
    return changed;
  }

  private static void commit(StateStore store, EpochWrites writes, String what) {
    store.commit(new byte[Long.BYTES], List.of(writes));
    System.out.printf(
        "%6s: %d pairs, %d MB in %d ms; the file has %d MB%n",
        what,
        store.lastCommit().pairs(),
        store.lastCommit().bytes() / MILLION,
        store.lastCommit().nanos() / MILLION,
        store.fileBytes() / MILLION);
  }

  /** As keys of one state are: four bytes that all share, then what is spread at random. */
  private static byte[] key(int i) {
    return ByteBuffer.allocate(16).putInt(7).putLong(i * 0x9E3779B97F4A7C15L).putInt(i).array();
  }

  private static long rawWriteMillis(Path directory, long bytes) throws IOException {
    Path file = directory.resolveSibling("raw.tmp");
    long start = System.nanoTime();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
      long left = bytes;
      while (left > 0) {
        buffer.clear().limit((int) Math.min(left, buffer.capacity()));
        left -= channel.write(buffer);
      }
      channel.force(true);
    } finally {
      Files.deleteIfExists(file);
    }
    return (System.nanoTime() - start) / MILLION;
  }
}
