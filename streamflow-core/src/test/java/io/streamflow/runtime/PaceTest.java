package io.streamflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long FAST = TimeUnit.MICROSECONDS.toNanos(10);
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(100);

  @Test
  void startsAtOneAndGrowsToTheWholeBatchWhileItemsAreFast() {
    Pace pace = new Pace(512);
    assertThat(pace.items()).isEqualTo(1);
    for (int i = 0; i < 9; i++) {
      pace.took(pace.items(), FAST);
    }
    assertThat(pace.items()).isEqualTo(512);
    pace.took(512, FAST);
    assertThat(pace.items()).isEqualTo(512);
  }

  @Test
  void fallsToOneItemWhileItemsAreSlow() {
    Pace pace = new Pace(8);
    for (int i = 0; i < 4; i++) {
      pace.took(pace.items(), FAST);
    }
    for (int i = 0; i < 4; i++) {
      pace.took(pace.items(), SLOW);
    }
    assertThat(pace.items()).isEqualTo(1);
  }

  @Test
  void aSliceThatWasNotFullTellsNothingOfLargerOnes() {
    Pace pace = new Pace(512);
    pace.took(1, FAST);
    pace.took(1, FAST);
    assertThat(pace.items()).isEqualTo(2);
  }
}
