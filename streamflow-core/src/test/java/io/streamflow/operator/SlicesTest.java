package io.streamflow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.metrics.JobCounters;
import io.streamflow.metrics.TaskMeter;
import io.streamflow.state.HeapBackend;
import io.streamflow.state.PanedState;
import io.streamflow.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When something is due for a slice, at times before and after the epoch. */
class SlicesTest {

  private static Slices slices(WindowGrid grid, long lateness, long early) {
    HeapBackend state = new HeapBackend();
    TaskContext context =
        new TaskContext(
            TaskContext.Place.alone("job"),
            Clock.system(),
            state,
            new Output[0],
            null,
            0,
            List.of(),
            new TaskMeter(),
            new JobCounters()::step,
            _ -> new TaskContext.DeadLetterPlace("dead letters", 0, 1));
    return new Slices(
        grid,
        lateness,
        early,
        state.paned("w", "slices"),
        state.paned("w", "changed"),
        new LateItems("w", false, context),
        Timestamps.NONE);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-1000,0", "-7,3", "1700000000003,-4"})
  void anItemIsLateOnceTheLatenessOfItsLastWindowHasPassed(long time, long offset) {
    WindowGrid grid = WindowGrid.of(20, 5, offset);
    Slices slices = slices(grid, 7, 0);
    long last = grid.lastEnd(grid.sliceEnd(time));
    slices.watermark = last + 6;
    assertThat(slices.isLate(time)).isFalse();
    slices.watermark = last + 7;
    assertThat(slices.isLate(time)).isTrue();
  }

  @Test
  void beforeTheFirstWatermarkNothingIsLate() {
    assertThat(slices(WindowGrid.of(10, 10, 0), 0, 0).isLate(-1_000_000)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0", "-1000", "1700000000000"})
  void whatIsDueNextIsTheNextWindowsEndThenTheExpiry(long time) {
    WindowGrid grid = WindowGrid.of(20, 10, 0);
    Slices slices = slices(grid, 3, 0);
    slices.pane(time);
    assertThat(slices.nextDue).isEqualTo(time + 10);
    for (long[] step : new long[][] {{9, 10}, {10, 20}, {20, 23}}) {
      slices.findNextDue(time + step[0]);
      assertThat(slices.nextDue).as("after %d", step[0]).isEqualTo(time + step[1]);
    }
    slices.dropExpired(time + 22);
    assertThat(slices.panes.first()).isNotEqualTo(PanedState.NEVER);
    slices.dropExpired(time + 23);
    assertThat(slices.panes.first()).isEqualTo(PanedState.NEVER);
    slices.findNextDue(time + 23);
    assertThat(slices.nextDue).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theSliceUsedLastIsNotUsedAgainOnceItIsDropped() {
    Slices slices = slices(WindowGrid.of(10, 10, 0), 0, 0);
    var first = slices.pane(5);
    assertThat(slices.pane(9)).isSameAs(first);
    assertThat(slices.pane(10)).isNotSameAs(first);
    assertThat(slices.pane(0)).isSameAs(first);
    slices.dropExpired(10);
    assertThat(slices.pane(5)).isNotSameAs(first);
  }

  @Test
  void earlyResultsAreDueEvenForWhatCameBeforeTheFirstWatermark() {
    Slices slices = slices(WindowGrid.of(1000, 1000, 0), 0, 10);
    slices.pane(1);
    slices.markChanged(slices.end, "key");
    slices.watermark = 1;
    slices.findNextDue(1);
    assertThat(slices.nextDue).isEqualTo(10);
    assertThat(slices.takeChanged(10)).containsOnlyKeys(1000L);
    assertThat(slices.takeChanged(10)).isEmpty();
  }
}
