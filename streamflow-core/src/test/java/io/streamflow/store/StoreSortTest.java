package io.streamflow.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.state.EpochWrites;
import io.streamflow.state.EpochWrites.Write;
import io.streamflow.state.PackedChange;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pairs are sorted as unsigned bytes, whatever their keys share. */
class StoreSortTest {

  private static void check(int count, IntFunction<byte[]> keys) {
    EpochWrites writes = new EpochWrites();
    for (int i = 0; i < count; i++) {
      writes.put(keys.apply(i), ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
    }
    Write[] expected = new Write[count];
    int[] at = {0};
    writes.forEachPair(pair -> expected[at[0]++] = pair);
    Arrays.sort(expected, (a, b) -> Arrays.compareUnsigned(a.key(), b.key()));
    SortedPairs sorted = new SortedPairs(List.of(writes));
    assertThat(sorted.size()).isEqualTo(count);
    for (int i = 0; i < count; i++) {
      Write pair = PackedChange.pair(sorted.block(i), sorted.at(i));
      assertThat(pair.key()).isEqualTo(expected[i].key());
      assertThat(pair.value())
          .as("of equal keys the first comes first")
          .isEqualTo(expected[i].value());
      assertThat(sorted.isRepeated(i))
          .isEqualTo(i + 1 < count && Arrays.equals(expected[i].key(), expected[i + 1].key()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 95, 96, 97, 5000})
  void randomKeysOfAnyLength(int count) {
    Random random = new Random(count);
    check(
        count,
        _ -> {
          byte[] key = new byte[1 + random.nextInt(30)];
          random.nextBytes(key);
          return key;
        });
  }

  @Test
  void keysThatShareTheirBeginning() {
    check(
        20_000, i -> ByteBuffer.allocate(30).putLong(0, 77).putInt(26, Integer.reverse(i)).array());
  }

  @Test
  void keysOfTwoStatesThatShareTheirBeginningEach() {
    check(
        20_000,
        i ->
            ByteBuffer.allocate(60)
                .put(i % 3 == 0 ? (byte) -1 : 1)
                .putInt(50, i % 7)
                .putInt(56, Integer.reverse(i))
                .array());
  }

  @Test
  void keysThatDifferInTheirLengthOnly() {
    check(500, i -> new byte[500 - i]);
    check(500, i -> ByteBuffer.allocate(1 + i % 250).put(i < 250 ? (byte) 0 : 1).array());
  }

  @Test
  void ofEqualKeysTheFirstAddedComesFirst() {
    Random random = new Random(5);
    check(3000, _ -> new byte[] {(byte) random.nextInt(3), 1, 2, 3, 4, 5, 6, 7, 8, 9});
  }
}
