package io.streamflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.operator.Timestamps;
import org.junit.jupiter.api.Test;

class SourceAlignmentTest {
  private final SourceAlignment alignment = new SourceAlignment(100);
  private final SourceAlignment.Member fast = alignment.join();
  private final SourceAlignment.Member slow = alignment.join();

  @Test
  void onlyMoreThanTheSkewAheadIsHeldBack() {
    slow.report(0, true);
    fast.report(100, true);
    assertThat(alignment.isAhead(fast)).isFalse();
    fast.report(101, true);
    assertThat(alignment.isAhead(fast)).isTrue();
    assertThat(alignment.isAhead(slow)).as("the slowest is always read").isFalse();
  }

  @Test
  void onePartitionThatWaitsForDataHoldsNobodyBack() {
    slow.report(0, true);
    fast.report(1_000, true);
    slow.report(0, false);
    assertThat(alignment.isAhead(fast)).isFalse();
  }

  @Test
  void onePartitionThatHasShownNothingIsNeitherAheadNorBehind() {
    fast.report(1_000, true);
    assertThat(alignment.isAhead(fast)).isFalse();
    slow.report(Timestamps.NONE, true);
    assertThat(alignment.isAhead(fast)).isFalse();
    assertThat(alignment.isAhead(slow)).isFalse();
  }

  @Test
  void beforeTheEpochTheSameHolds() {
    slow.report(-1_000, true);
    fast.report(-900, true);
    assertThat(alignment.isAhead(fast)).isFalse();
    fast.report(-899, true);
    assertThat(alignment.isAhead(fast)).isTrue();
  }

  @Test
  void aPartitionAloneIsNeverAhead() {
    SourceAlignment.Member only = new SourceAlignment(0).join();
    only.report(Long.MAX_VALUE / 2, true);
    assertThat(new SourceAlignment(0).isAhead(only)).isFalse();
  }
}
