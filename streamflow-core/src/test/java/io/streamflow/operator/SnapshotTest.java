package io.streamflow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.operator.StatefulRun.Snapshots;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every step with state gives the same output, wherever it is stored and restored in between. */
class SnapshotTest {
  private static final int SEEDS = 8;
  private static final int EVENTS = 250;

  static Stream<StatefulStep> steps() {
    Windows tumbling = Windows.tumbling(Duration.ofMillis(10));
    Windows sliding = Windows.sliding(Duration.ofMillis(20), Duration.ofMillis(5));
    Windows session = Windows.session(Duration.ofMillis(5));
    return Stream.of(
        StatefulStep.window("tumbling", tumbling, 0, 0),
        StatefulStep.window("tumbling, late, early", tumbling, 15, 3),
        StatefulStep.window("sliding", sliding, 0, 0),
        StatefulStep.window("sliding, late, early", sliding, 12, 4),
        StatefulStep.window("session", session, 0, 0),
        StatefulStep.window("session, late, early", session, 11, 3),
        StatefulStep.numbers("session of a number", session, 0, 0),
        StatefulStep.numbers("session of a number, late", session, 11, 0),
        StatefulStep.numbers("session of a number, late, early", session, 11, 3),
        StatefulStep.window("count", Windows.count(3), 0, 0),
        StatefulStep.window("count, early", Windows.count(5), 0, 4),
        StatefulStep.window("global, early", Windows.global(), 0, 6),
        StatefulStep.rolling(),
        StatefulStep.process());
  }

  @ParameterizedTest
  @MethodSource("steps")
  void theOutputDoesNotTellOfSnapshots(StatefulStep step) throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      for (Snapshots snapshots : Snapshots.values()) {
        compare(seed, step, snapshots);
      }
    }
  }

  private static void compare(long seed, StatefulStep step, Snapshots snapshots) throws Exception {
    StatefulRun expected = new StatefulRun(step, Snapshots.ON_THE_HEAP, 0);
    StatefulRun actual = new StatefulRun(step, snapshots, seed * 200);
    Random random = new Random(seed);
    long now = 1000;
    for (int event = 0; event < EVENTS; event++) {
      String at = "seed " + seed + ", " + snapshots + ", event " + event;
      now += random.nextInt(3);
      switch (random.nextInt(6)) {
        case 0 ->
            assertThat(actual.watermark(now - 4)).as(at).isEqualTo(expected.watermark(now - 4));
        case 1 -> assertThat(actual.clock(now)).as(at).isEqualTo(expected.clock(now));
        default -> {
          StatefulStep.Item item =
              new StatefulStep.Item(
                  "k" + random.nextInt(4), now - random.nextInt(25), random.nextInt(20));
          assertThat(actual.item(item)).as(at).isEqualTo(expected.item(item));
        }
      }
    }
    assertThat(actual.end()).as("seed %d, %s, end", seed, snapshots).isEqualTo(expected.end());
    if (snapshots != Snapshots.ON_THE_HEAP) {
      assertThat(actual.asked()).isEqualTo(actual.foretold());
      actual.checkpoint();
      if (step.isWindow()) {
        assertThat(actual.store.size()).as("left after the end").isZero();
      }
    }
  }
}
