package io.streamflow.store;

import static io.streamflow.store.Stores.HIGHEST;
import static io.streamflow.store.Stores.LOWEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.state.BaseView;
import io.streamflow.state.BaseView.Entry;
import io.streamflow.state.EpochWrites;
import io.streamflow.state.Pairs;
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

/** A store behaves as a sorted map does, with growths, openings and folds in between. */
class StoreModelTest {
  @TempDir Path directory;

  private final NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomCommitsGiveWhatASortedMapGives(long seed) {
    Random random = new Random(seed);
    int epoch = 0;
    for (int opening = 0; opening < 5; opening++) {
      StoreOptions options =
          StoreOptions.defaults()
              .initialMapBytes(1 << 18)
              .durable(false)
              .minLogBytes(random.nextInt(1 << random.nextInt(22)))
              .logMemoryBytes(1 + random.nextInt(1 << random.nextInt(22)))
              .foldPairs(1 + random.nextInt(1 << random.nextInt(13)));
      try (StateStore store = StateStore.open(directory.resolve("s"), options);
          BaseView view = store.view()) {
        if (random.nextBoolean()) {
          check(view, model, random);
        }
        Kept kept = new Kept(store, model, epoch);
        for (int i = 0; i < 16; i++) {
          epoch++;
          store.commit(new byte[] {(byte) epoch}, epoch(random));
          assertThat(store.manifest()).contains(new byte[] {(byte) epoch});
          fold(store, view, random);
          view.renew();
          check(view, model, random);
          if (random.nextInt(4) == 0) {
            kept.check(random);
            kept.snapshot.close();
            kept = new Kept(store, model, epoch);
          }
        }
        kept.check(random);
        kept.snapshot.close();
      }
    }
  }

  /** Some slices, or all; now and then the view begins anew amid them. */
  private static void fold(StateStore store, BaseView view, Random random) {
    int slices = random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(5);
    while (slices-- > 0 && store.fold()) {
      if (random.nextInt(10) == 0) {
        view.renew();
      }
    }
  }

  /** A snapshot, and what it has to show until the map grows. */
  private static final class Kept {
    private final StoreSnapshot snapshot;
    private final NavigableMap<byte[], byte[]> then = new TreeMap<>(Arrays::compareUnsigned);
    private final int epoch;

    Kept(StateStore store, NavigableMap<byte[], byte[]> model, int epoch) {
      this.snapshot = store.snapshot();
      this.epoch = epoch;
      then.putAll(model);
    }

    void check(Random random) {
      try {
        snapshot.get(new byte[1]);
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("outgrown");
        return;
      }
      if (epoch > 0) {
        assertThat(snapshot.manifest()).contains(new byte[] {(byte) epoch});
      }
      StoreModelTest.check(snapshot, then, random);
    }
  }

  private List<EpochWrites> epoch(Random random) {
    List<EpochWrites> tasks = List.of(new EpochWrites(), new EpochWrites());
    for (int ranges = random.nextInt(3) == 0 ? random.nextInt(4) : 0; ranges > 0; ranges--) {
      byte[] from = key(random);
      byte[] to = key(random);
      tasks.get(random.nextInt(2)).deleteRange(from, to);
      if (Arrays.compareUnsigned(from, to) < 0) {
        model.subMap(from, to).clear();
      }
    }
    TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    for (int i = random.nextInt(1 << random.nextInt(13)); i > 0; i--) {
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

  private static void check(Pairs view, NavigableMap<byte[], byte[]> model, Random random) {
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
      if (first != null && Arrays.compareUnsigned(from, to) < 0) {
        List<byte[]> page = view.page(from, to, 5).stream().map(Entry::key).toList();
        assertThat(page)
            .containsExactlyElementsOf(model.subMap(from, to).keySet().stream().limit(5).toList());
        assertThat(view.get(first.getKey())).isEqualTo(first.getValue());
      }
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
