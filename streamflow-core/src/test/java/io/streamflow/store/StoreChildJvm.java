package io.streamflow.store;

import static io.streamflow.store.Stores.bytes;

import io.streamflow.lifecycle.ChildJvm;
import io.streamflow.state.EpochWrites;
import java.nio.file.Path;
import java.util.List;

/**
 * Another process with a store: commits epoch after epoch, all keys in each, and says so; and moves
 * its log into the tree in small slices in between.
 */
final class StoreChildJvm {
  static final int KEYS = 500;

  /** Stands before what a fold fails with. */
  static final String FOLDING = "amid a fold: ";

  private StoreChildJvm() {}

  /** The command that starts one. */
  static List<String> command(Path directory, int epochs) {
    return ChildJvm.command(StoreChildJvm.class, directory, epochs);
  }

  /** Puts every key with the epoch's number, and deletes and refills a range. */
  static List<EpochWrites> epoch(int epoch, int valueBytes) {
    EpochWrites writes = new EpochWrites();
    String value = ("%0" + valueBytes + "d").formatted(epoch);
    writes.deleteRange(bytes("range"), bytes("rangf"));
    for (int i = 0; i < KEYS; i++) {
      writes.put(bytes("key" + i), bytes(value));
      writes.put(bytes("range" + epoch + "-" + i), bytes(value));
    }
    return List.of(writes);
  }

  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    int epochs = Integer.parseInt(arguments[1]);
    StoreOptions options = StoreOptions.defaults().minLogBytes(200_000).foldPairs(100);
    String doing = "";
    try (StateStore store = StateStore.open(directory, options)) {
      int last = store.manifest().map(m -> Integer.parseInt(Stores.text(m))).orElse(0);
      for (int epoch = last + 1; epoch <= last + epochs; epoch++) {
        store.commit(bytes("" + epoch), epoch(epoch, 50 + epoch % 100));
        System.out.println(epoch);
        doing = FOLDING;
        int slices = epoch % 3 == 0 ? Integer.MAX_VALUE : 3;
        while (slices-- > 0 && store.fold()) {}
        doing = "";
      }
    } catch (StateStoreException | IllegalStateException e) {
      System.out.println(doing + e.getMessage());
    }
  }
}
