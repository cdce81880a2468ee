package io.streamflow.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapStateTest {
  /** A key whose hash codes collide as much as is wanted. */
  record Key(int id, int hash) {
    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.id == id;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  void randomOperationsGiveWhatAHashMapGives(int hashCodes) {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      int keys = 1 + random.nextInt(150);
      HeapState<Key, Integer> state = new HeapState<>();
      Map<Key, Integer> model = new HashMap<>();
      for (int operation = 0; operation < 1500; operation++) {
        int id = random.nextInt(keys);
        Key key = new Key(id, id % hashCodes);
        switch (random.nextInt(4)) {
          case 0, 1 -> {
            int slot = state.slot(key);
            assertThat(state.value(slot)).isEqualTo(model.get(key));
            state.set(slot, operation);
            model.put(key, operation);
          }
          case 2 -> {
            state.remove(key);
            model.remove(key);
          }
          default ->
              assertThat(state.get(key))
                  .as("seed %d, operation %d", seed, operation)
                  .isEqualTo(model.get(key));
        }
        assertThat(state.size()).isEqualTo(model.size());
      }
      assertThat(entries(state)).as("seed %d", seed).isEqualTo(model);
    }
  }

  private static Map<Key, Integer> entries(HeapState<Key, Integer> state) {
    Map<Key, Integer> all = new HashMap<>();
    var entries = state.entries();
    while (entries.next()) {
      assertThat(all.put(entries.key(), entries.value())).as("seen twice").isNull();
    }
    return all;
  }

  @Test
  void aSlotThatWasNeverSetIsNoEntryAndDoesNotHideOthers() {
    HeapState<Key, Integer> state = new HeapState<>();
    state.slot(new Key(1, 5));
    state.set(state.slot(new Key(2, 5)), 20);
    assertThat(state.get(new Key(1, 5))).isNull();
    assertThat(entries(state)).containsOnly(Map.entry(new Key(2, 5), 20));
    for (int id = 100; id < 200; id++) { // grows
      state.set(state.slot(new Key(id, id)), id);
    }
    assertThat(state.get(new Key(2, 5))).isEqualTo(20);
    assertThat(entries(state)).hasSize(101);
    state.set(state.slot(new Key(1, 5)), 10);
    assertThat(state.get(new Key(1, 5))).isEqualTo(10);
  }
}
