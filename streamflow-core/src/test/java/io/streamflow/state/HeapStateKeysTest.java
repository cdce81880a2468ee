package io.streamflow.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table against a map of the JDK, with keys that are kept unboxed, boxed, and in turn both. */
class HeapStateKeysTest {
  private static final int STEPS = 20_000;
  private static final NumberForm<Integer> NUMBER =
      NumberForm.one(Math::toIntExact, Integer::longValue);
  private static final NumberForm<Integer> NUMBERS =
      new ThreeNumbers<>(Integer::longValue, Math::toIntExact);

  /** Any hash, and every comparison of it counts. */
  private record Colliding(int number) {
    @Override
    public int hashCode() {
      return number % 7;
    }
  }

  static Stream<Arguments> keys() {
    return Stream.of(
            named("long", n -> n - 100L),
            named("far apart", n -> ((long) n << 40) + Long.MIN_VALUE),
            named("text", n -> "key" + n),
            named("colliding", Colliding::new),
            named("a few texts among numbers", n -> n % 97 == 96 ? "key" + n : (Object) (long) n),
            named("int and long", n -> n % 2 == 0 ? n : (Object) (long) (n / 2)))
        .flatMap(keys -> Stream.of(1L, 2L, 3L, 4L, 5L, 6L).map(seed -> Arguments.of(keys, seed)));
  }

  record Keys(String name, Function<Integer, Object> key) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Keys named(String name, Function<Integer, Object> key) {
    return new Keys(name, key);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void holdsWhatAMapHolds(Keys keys, long seed) {
    Random random = new Random(seed);
    HeapState<Object, Integer> state =
        new HeapState<>(
            random.nextInt(100), seed % 3 == 0 ? NUMBERS : seed % 3 == 1 ? NUMBER : null);
    Map<Object, Integer> expected = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      Object key = keys.key().apply(random.nextInt(300));
      switch (random.nextInt(5)) {
        case 0 -> {
          state.remove(key);
          expected.remove(key);
        }
        case 1 -> state.slot(key); // taken, and left without a value
        default -> {
          int at = state.slot(key);
          assertThat(state.value(at)).isEqualTo(expected.get(key));
          if (seed % 3 == 0) {
            assertThat(state.hasNumbers(at))
                .isEqualTo(expected.containsKey(key) && ThreeNumbers.isFit(expected.get(key)));
            if (state.hasNumbers(at) && ThreeNumbers.isFit(step)) {
              state.setNumber(at, 0, step);
              state.setNumber(at, 1, -step);
              state.setNumber(at, 2, 3L * step);
            } else {
              state.set(at, step);
            }
          } else if (seed % 3 == 1) {
            Integer before = expected.get(key);
            assertThat(state.number(at)).isEqualTo(before == null ? 0 : before);
            state.setNumber(at, step);
          } else {
            state.set(at, step);
          }
          expected.put(key, step);
        }
      }
      assertThat(state.size()).isEqualTo(expected.size());
      Object other = keys.key().apply(random.nextInt(300));
      assertThat(state.get(other)).isEqualTo(expected.get(other));
    }
    assertThat(entries(state)).isEqualTo(expected);
  }

  private static Map<Object, Integer> entries(HeapState<Object, Integer> state) {
    Map<Object, Integer> entries = new HashMap<>();
    var cursor = state.entries();
    while (cursor.next()) {
      assertThat(entries.put(cursor.key(), cursor.value())).isNull();
    }
    return entries;
  }
}
