package io.streamflow.store;

import static io.streamflow.store.Stores.HIGHEST;
import static io.streamflow.store.Stores.LOWEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.state.BaseView;
import io.streamflow.state.BaseView.Entry;
import io.streamflow.state.EpochWrites;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store behaves as a sorted map does, with growths and openings in between. */
class StoreModelTest {
  @TempDir Path directory;

  private final NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomCommitsGiveWhatASortedMapGives(long seed) {
    Random random = new Random(seed);
    StoreOptions options = StoreOptions.defaults().initialMapBytes(1 << 18);
    int epoch = 0;
    for (int opening = 0; opening < 4; opening++) {
      try (StateStore store = StateStore.open(directory.resolve("s"), options);
          BaseView view = store.view()) {
        for (int i = 0; i < 20; i++) {
          epoch++;
          store.commit(new byte[] {(byte) epoch}, epoch(random));
          assertThat(store.manifest()).contains(new byte[] {(byte) epoch});
          view.renew();
          check(view, random);
        }
      }
    }
  }

  private List<EpochWrites> epoch(Random random) {
    List<EpochWrites> tasks = List.of(new EpochWrites(), new EpochWrites());
    if (random.nextInt(3) == 0) {
      byte[] from = key(random);
      byte[] to = key(random);
      tasks.get(1).deleteRange(from, to);
      if (Arrays.compareUnsigned(from, to) < 0) {
        model.subMap(from, to).clear();
      }
    }
    TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    for (int i = random.nextInt(3000); i > 0; i--) {
      keys.add(key(random));
    }
    List<byte[]> shuffled = new ArrayList<>(keys);
    java.util.Collections.shuffle(shuffled, random);
    for (byte[] key : shuffled) {
      EpochWrites task = tasks.get(random.nextInt(2));
      if (random.nextInt(4) == 0) {
        task.delete(key);
        model.remove(key);
      } else {
        byte[] value = new byte[random.nextInt(50) == 0 ? random.nextInt(9000) : 20];
        random.nextBytes(value);
        task.put(key, value);
        model.put(key, value);
      }
    }
    return tasks;
  }

  /** Few letters, and lengths on both sides of what is sorted at a time. */
  private static byte[] key(Random random) {
    byte[] key = new byte[4 + random.nextInt(20)];
    for (int i = 0; i < key.length; i++) {
      key[i] =
          (byte) (i < 3 ? 7 : i == key.length - 1 ? random.nextInt() : random.nextInt(2) * 255);
    }
    return key;
  }

  private void check(BaseView view, Random random) {
    List<Entry> all = view.page(LOWEST, HIGHEST, Integer.MAX_VALUE);
    assertThat(all).hasSize(model.size());
    int at = 0;
    for (Map.Entry<byte[], byte[]> expected : model.entrySet()) {
      Entry entry = all.get(at++);
      assertThat(Arrays.equals(entry.key(), expected.getKey())).isTrue();
      assertThat(Arrays.equals(entry.value(), expected.getValue())).isTrue();
    }
    for (int i = 0; i < 50; i++) {
      byte[] from = key(random);
      byte[] to = key(random);
      assertThat(view.get(from)).isEqualTo(model.get(from));
      Map.Entry<byte[], byte[]> first = model.ceilingEntry(from);
      assertThat(view.first(from, to)).isEqualTo(inside(first, from, to));
      assertThat(view.last(from, to)).isEqualTo(inside(model.lowerEntry(to), from, to));
    }
  }

  private static byte[] inside(Map.Entry<byte[], byte[]> entry, byte[] from, byte[] to) {
    return entry != null
            && Arrays.compareUnsigned(entry.getKey(), from) >= 0
            && Arrays.compareUnsigned(entry.getKey(), to) < 0
        ? entry.getKey()
        : null;
  }
}
