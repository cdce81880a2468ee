package io.streamflow.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deadlines on the heap against a list per time. */
class HeapDeadlinesTest {
  private static final int STEPS = 20_000;

  static List<Named<IntFunction<Object>>> keys() {
    return List.of(
        Named.of("numbers", n -> (long) n),
        Named.of("texts", n -> "key" + n),
        Named.of("a few texts among numbers", n -> n % 50 == 0 ? "key" + n : (Object) (long) n));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void giveEachTimeItsKeysInTheOrderInWhichTheyCame(IntFunction<Object> keys) {
    Random random = new Random(1);
    HeapDeadlines<Object> deadlines = new HeapDeadlines<>();
    TreeMap<Long, List<Object>> expected = new TreeMap<>();
    long now = -3000;
    for (int step = 0; step < STEPS; step++) {
      boolean adds = random.nextInt(step / 4000 % 2 == 0 ? 10 : 3) > 0;
      if (adds) {
        Object key = keys.apply(random.nextInt(300));
        long time = now + 1 + random.nextInt(random.nextInt(3) == 0 ? 5000 : 40);
        for (int times = random.nextInt(200) == 0 ? 2000 : 1; times > 0; times--) {
          deadlines.add(time, key);
          expected.computeIfAbsent(time, _ -> new ArrayList<>()).add(key);
        }
      } else if (!expected.isEmpty()) {
        now = deadlines.first();
        var taken = deadlines.takeFirst();
        List<Object> seen = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
          seen.add(taken.get(i));
          if (random.nextInt(10) == 0) { // as who is called may wait again
            long time = now + 1 + random.nextInt(200);
            deadlines.add(time, taken.get(i));
            expected.computeIfAbsent(time, _ -> new ArrayList<>()).add(taken.get(i));
          }
        }
        assertThat(seen).isEqualTo(expected.remove(now));
      }
      assertThat(deadlines.first())
          .isEqualTo(expected.isEmpty() ? PanedState.NEVER : expected.firstKey());
      assertThat(deadlines.size()).isEqualTo(expected.values().stream().mapToInt(List::size).sum());
    }
  }
}
