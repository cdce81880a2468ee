package io.streamflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.operator.Timestamps;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WatermarkMergeTest {

  @Test
  void theLeastOfTheActiveInputsCounts() {
    WatermarkMerge merge = new WatermarkMerge(2);
    assertThat(merge.advance(0, 10)).isEqualTo(Timestamps.NONE);
    assertThat(merge.advance(1, 5)).isEqualTo(5);
    assertThat(merge.advance(1, 20)).isEqualTo(10);
    assertThat(merge.advance(0, 9)).as("an input does not go back").isEqualTo(10);
  }

  @Test
  void anInputThatIsAddedJoinsWhereTheOthersAre() {
    WatermarkMerge merge = new WatermarkMerge(1);
    merge.advance(0, 10);
    assertThat(merge.add()).isEqualTo(1);
    assertThat(merge.advance(0, 30)).as("held back by the new one").isEqualTo(10);
    assertThat(merge.advance(1, 3)).as("late items of the new one").isEqualTo(10);
    assertThat(merge.advance(1, 20)).isEqualTo(20);
    merge.finish(0);
    assertThat(merge.allFinished()).isFalse();
    merge.finish(1);
    assertThat(merge.allFinished()).isTrue();
  }

  @Test
  void idleAndFinishedInputsDoNotHoldBack() {
    WatermarkMerge merge = new WatermarkMerge(3);
    merge.advance(0, 10);
    merge.advance(1, 5);
    assertThat(merge.idle(2)).as("it never said anything").isEqualTo(5);
    assertThat(merge.finish(1)).isEqualTo(10);
    assertThat(merge.allQuiet()).isFalse();
  }

  @Test
  void anInputThatWakesUpHoldsBackAgainButNothingGoesBack() {
    WatermarkMerge merge = new WatermarkMerge(2);
    merge.advance(0, 10);
    merge.idle(1);
    assertThat(merge.merged()).isEqualTo(10);
    assertThat(merge.advance(1, 3)).isEqualTo(10);
    assertThat(merge.advance(0, 30)).as("held back by the other at 3").isEqualTo(10);
    assertThat(merge.advance(1, 20)).isEqualTo(20);
  }

  @Test
  void whenAllAreQuietTheGreatestCounts() {
    WatermarkMerge merge = new WatermarkMerge(2);
    merge.advance(0, 10);
    merge.advance(1, 30);
    merge.finish(1);
    assertThat(merge.merged()).isEqualTo(10);
    assertThat(merge.idle(0)).isEqualTo(30);
    assertThat(merge.allQuiet()).isTrue();
    assertThat(merge.allFinished()).isFalse();
  }

  @Test
  void withoutInputsEverythingHasEnded() {
    assertThat(new WatermarkMerge(0).allFinished()).isTrue();
    assertThat(new WatermarkMerge(0).merged()).isEqualTo(Timestamps.NONE);
  }

  /** Against the rule itself, computed anew after every event. */
  @Test
  void anyOrderOfEventsKeepsTheRule() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int inputs = 1 + random.nextInt(4);
      WatermarkMerge merge = new WatermarkMerge(inputs);
      long[] reached = new long[inputs];
      Arrays.fill(reached, Timestamps.NONE);
      char[] status = new char[inputs];
      Arrays.fill(status, 'a');
      long expected = Timestamps.NONE;
      for (int event = 0; event < 60; event++) {
        int input = random.nextInt(inputs);
        if (status[input] == 'f') {
          continue;
        }
        switch (random.nextInt(8)) {
          case 0 -> {
            status[input] = 'f';
            merge.finish(input);
          }
          case 1, 2 -> {
            status[input] = 'i';
            merge.idle(input);
          }
          case 3 -> {
            status[input] = 'a';
            merge.active(input);
          }
          default -> {
            long watermark = random.nextInt(100) - 50L;
            status[input] = 'a';
            reached[input] = Math.max(reached[input], watermark);
            merge.advance(input, watermark);
          }
        }
        long least = Long.MAX_VALUE;
        long greatest = Timestamps.NONE;
        for (int i = 0; i < inputs; i++) {
          least = status[i] == 'a' ? Math.min(least, reached[i]) : least;
          greatest = Math.max(greatest, reached[i]);
        }
        expected = Math.max(expected, least == Long.MAX_VALUE ? greatest : least);
        assertThat(merge.merged()).as("seed %d, event %d", seed, event).isEqualTo(expected);
      }
    }
  }
}
