package io.streamflow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowGridTest {

  /** The ends of the windows that cover a time, found by asking window after window. */
  private static List<Long> endsCovering(WindowGrid grid, long time) {
    List<Long> ends = new ArrayList<>();
    long reach = (grid.size() + Math.abs(grid.offset()) + grid.slide()) / grid.slide() + 2;
    long around = Math.floorDiv(time, grid.slide());
    for (long k = around - reach; k <= around + reach; k++) {
      long start = grid.offset() + k * grid.slide();
      if (start <= time && time < start + grid.size()) {
        ends.add(start + grid.size());
      }
    }
    return ends;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -1_000, 1_700_000_000_000L})
  void aSliceLiesInExactlyTheWindowsThatCoverItsTimes(long origin) {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      long size = 1 + random.nextLong(30);
      WindowGrid grid = WindowGrid.of(size, 1 + random.nextLong(size), random.nextInt(100) - 50L);
      long time = origin + random.nextLong(200) - 100;
      long slice = grid.sliceEnd(time);
      List<Long> ends = endsCovering(grid, time);
      assertThat(time).as("seed %d", seed).isBetween(slice - grid.slice(), slice - 1);
      assertThat(grid.firstEnd(slice)).as("seed %d", seed).isEqualTo(ends.getFirst());
      assertThat(grid.lastEnd(slice)).as("seed %d", seed).isEqualTo(ends.getLast());
      assertThat(endsCovering(grid, slice - 1)).as("seed %d", seed).isEqualTo(ends);
      assertThat(grid.endAfter(time))
          .as("seed %d", seed)
          .isGreaterThan(time)
          .isLessThanOrEqualTo(time + grid.slide());
    }
  }

  @Test
  void anItemOnTheEdgeIsInNoWindowTooMany() {
    WindowGrid grid = WindowGrid.of(10, 5, 0);
    assertThat(grid.lastEnd(grid.sliceEnd(10))).isEqualTo(20);
    assertThat(grid.firstEnd(grid.sliceEnd(10))).isEqualTo(15); // [0,10) has ended before it
    assertThat(grid.firstEnd(grid.sliceEnd(9))).isEqualTo(10);
  }

  @Test
  void aSlideThatDoesNotDivideTheSizeGivesSlicesOfTheirCommonDivisor() {
    assertThat(WindowGrid.of(15, 6, 0).slice()).isEqualTo(3);
    assertThat(WindowGrid.of(7, 5, 0).slice()).isEqualTo(1);
    assertThat(WindowGrid.of(10, 10, 3).slice()).isEqualTo(10);
  }

  @Test
  void theFarthestTimestampsDoNotOverflow() {
    WindowGrid grid = WindowGrid.of(86_400_000, 3_600_000, 1);
    for (long time : new long[] {Long.MIN_VALUE / 2 + 1, Long.MAX_VALUE / 2}) {
      assertThat(Timestamps.inRange(time)).isTrue();
      assertThat(grid.sliceEnd(time)).isBetween(time + 1, time + grid.slice());
      assertThat(grid.lastEnd(grid.sliceEnd(time))).isBetween(time + 1, time + grid.size());
    }
  }
}
