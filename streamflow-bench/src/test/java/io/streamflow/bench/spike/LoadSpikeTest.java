package io.streamflow.bench.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program works, and looks at what comes out. What it measures here means nothing. */
class LoadSpikeTest {

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void aShortSpikeIsDeliveredAndPlotted(@TempDir Path directory) throws Exception {
    Path plot = directory.resolve("spike.svg");
    LoadSpike.main(new String[] {plot.toString(), "500", "10", "2", "2", "2500"});
    assertThat(Files.readString(plot)).startsWith("<?xml").contains("<svg");
  }

  @Test
  void itemsAreDueAtTheRatesThatTheLoadSays() {
    Load load = new Load(2_000, 10, Duration.ofSeconds(3), Duration.ofSeconds(2), 7_000);
    assertThat(load.due(-1)).isZero();
    assertThat(load.due(2_999)).isEqualTo(6_000);
    assertThat(load.due(4_999)).isEqualTo(46_000);
    assertThat(load.caughtUpMillis()).isEqualTo(5_000 + 26_000 / 5);
    assertThat(load.due(load.lastMillis())).isEqualTo(load.items());
    long before = 0;
    for (long index = 0; index < load.items(); index++) {
      long due = load.dueMillis(index);
      assertThat(due).isBetween(before, load.lastMillis());
      assertThat(load.due(due)).as("item %d", index).isGreaterThan(index);
      assertThat(load.due(due - 1)).as("item %d", index).isLessThanOrEqualTo(index);
      before = due;
    }
  }

  @Test
  void aLostOneOrASecondOneFails() {
    Delivered delivered = new Delivered();
    delivered.add(new Tick(0, 0, 0));
    delivered.add(new Tick(500, 0, 1));
    assertThatThrownBy(() -> delivered.add(new Tick(500, 0, 1))).hasMessageContaining("twice");
    assertThatThrownBy(() -> delivered.add(new Tick(1, 0, 1))).hasMessageContaining("follow");
    assertThatThrownBy(() -> delivered.requireAll(3))
        .hasMessageContaining("2 of 3 items have come, the first that is missing is 1");
  }

  @Test
  void theBudgetIsWhatTheJobSays() {
    Budget budget =
        Budget.of(
            List.of(
                "[main] INFO io.streamflow.job - job 'spike' starts with no checkpoint yet: 4 steps;"
                    + " memory: heap 256 MiB, state 64 MiB, log 16 MiB, 4 channels of 8 batches of"
                    + " 512: 16384 items"));
    assertThat(budget).isEqualTo(new Budget(64, 16, 16_384));
    assertThatThrownBy(() -> Budget.of(List.of("nothing"))).hasMessageContaining("not told");
  }
}
