package io.streamflow.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Panes that are made where another was: nothing of what that held may show. */
class PanesInTurnTest {
  private static final Codec<Long> NUMBER = Codecs.of(Long.class);

  private static @Nullable NumberForm<Long> form(int count) {
    return switch (count) {
      case 0 -> null;
      case 1 -> NumberForm.one(number -> number, number -> number);
      default -> new ThreeNumbers<>(number -> number, number -> number);
    };
  }

  static Stream<Arguments> panes() {
    return Stream.of(0, 1, 3)
        .flatMap(count -> Stream.of(false, true).map(durable -> Arguments.of(count, durable)));
  }

  /** Of one number or three, or an object, in memory or above a store. */
  @ParameterizedTest
  @MethodSource("panes")
  void holdWhatMapsHold(int numbers, boolean durable) {
    for (long seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      MapStore store = new MapStore();
      DurableBackend backend = backend(store);
      PanedState<Long, Long> panes =
          durable ? backend.paned("step", "panes", form(numbers)) : new HeapPanes<>(form(numbers));
      TreeMap<Long, Map<Long, Long>> expected = new TreeMap<>();
      int keys = 1 + random.nextInt(60);
      long pane = 0;
      for (int step = 0; step < 2_000; step++) {
        switch (random.nextInt(40)) {
          case 0 -> pane++;
          case 1, 2 -> {
            if (!expected.isEmpty()) {
              long first = expected.firstKey();
              panes.drop(first);
              expected.remove(first);
            }
          }
          case 3 -> {
            if (durable && random.nextInt(4) == 0) {
              backend.freeze();
              backend.serialize(Integer.MAX_VALUE);
              store.commit(List.of(backend.takeWrites()));
              backend.committed();
            }
          }
          case 4, 5, 6 -> {
            long key = random.nextInt(keys);
            panes.pane(pane).remove(key);
            expected.computeIfAbsent(pane, _ -> new HashMap<>()).remove(key);
          }
          default -> {
            long key = random.nextInt(keys);
            KeyedState<Long, Long> state = panes.pane(pane);
            int at = state.slot(key);
            Long before = expected.computeIfAbsent(pane, _ -> new HashMap<>()).get(key);
            assertThat(state.value(at)).as("seed %d, step %d", seed, step).isEqualTo(before);
            if (numbers > 0 && before == null) {
              assertThat(state.number(at, 0)).isZero();
            }
            state.set(at, (long) step);
            expected.get(pane).put(key, (long) step);
          }
        }
      }
      check(panes, expected);
    }
  }

  private static DurableBackend backend(MapStore store) {
    StoredState<Long, Long> stored =
        new StoredState<>(1, NUMBER, NUMBER, new ArrayList<>(List.of(NUMBER)), 0);
    return new DurableBackend(store.view(), 0, 1024, (_, _) -> stored, Map.of(), Long.MAX_VALUE);
  }

  private static void check(PanedState<Long, Long> panes, Map<Long, Map<Long, Long>> expected) {
    expected.forEach((time, held) -> {
      Map<Long, Long> found = new HashMap<>();
      KeyedState<Long, Long> pane = panes.existing(time);
      if (pane != null) {
        var entries = pane.entries();
        while (entries.next()) {
          found.put(entries.key(), entries.value());
        }
      }
      assertThat(found).isEqualTo(held);
    });
  }
}
