package io.streamflow.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bugs that other engines have had; each test says whose. */
class PeersBugsTest {
  private static final long YEAR = 365 * 86_400_000L;

  private static List<String> of(WindowCase asked) {
    return asked.run(2, false, 1).results().getOrDefault("a", List.of());
  }

  private static Item a(long time, int id) {
    return new Item("a", time, id);
  }

  /** KAFKA-12718: a session must stay open while an item may still lengthen it. */
  @Test
  void aSessionIsNotClosedBeforeItsGapHasPassed() {
    WindowCase asked =
        WindowCase.of(
            Windows.session(Duration.ofMillis(10)),
            0,
            a(0, 1),
            new Item("other", 9, 2), // watermark 9: an item at 9 may still come
            a(9, 3),
            new Item("other", 18, 4),
            a(18, 5),
            new Item("other", 28, 6),
            a(29, 7));
    assertThat(of(asked)).containsExactly("[0,28) ON_TIME[1, 3, 5]", "[29,39) ON_TIME[7]");
  }

  /** hazelcast-jet#747: an item too late for its session must not turn up in the one after it. */
  @Test
  void aLateItemIsNotPutIntoTheNextSession() {
    WindowCase asked =
        WindowCase.of(
            Windows.session(Duration.ofMillis(10)),
            0,
            a(0, 1),
            a(100, 2), // watermark 100: the first session is gone
            a(5, 3),
            a(101, 4));
    WindowCase.Outcome outcome = asked.run(1, false, 1);
    assertThat(outcome.results().get("a"))
        .containsExactly("[0,10) ON_TIME[1]", "[100,111) ON_TIME[2, 4]");
    assertThat(outcome.late()).isEqualTo(Map.of("a", List.of(3)));
  }

  /** Items exactly the gap apart are two sessions, one millisecond less and they are one. */
  @Test
  void itemsTheGapApartAreTwoSessions() {
    assertThat(of(WindowCase.of(Windows.session(Duration.ofMillis(10)), 50, a(0, 1), a(10, 2))))
        .containsExactly("[0,10) ON_TIME[1]", "[10,20) ON_TIME[2]");
    assertThat(of(WindowCase.of(Windows.session(Duration.ofMillis(10)), 50, a(0, 1), a(9, 2))))
        .containsExactly("[0,19) ON_TIME[1, 2]");
  }

  /** hazelcast-jet#2101: every empty window between two timestamps was walked. */
  @ParameterizedTest
  @ValueSource(longs = {1, 50, 100_000})
  void yearsBetweenTwoTimestampsCostNothing(long years) {
    List<Item> input = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      input.add(a(-5 * years * YEAR + i * years * YEAR, i));
    }
    for (Windows windows :
        List.of(
            Windows.tumbling(Duration.ofMillis(1)),
            Windows.sliding(Duration.ofMillis(10), Duration.ofMillis(1)),
            Windows.session(Duration.ofMillis(1)))) {
      WindowCase asked = new WindowCase(windows, 5, 3, 0, input);
      assertThat(of(asked)).isNotEmpty().hasSizeLessThanOrEqualTo(200);
    }
  }

  /** bytewax#413: events were lost when windows were aligned to a time far away. */
  @ParameterizedTest
  @ValueSource(longs = {-3_000 * YEAR - 1, 3_000 * YEAR + 1, 7})
  void aFarAwayWindowOriginLosesNothing(long origin) {
    long day = 86_400_000;
    long now = 1_700_000_000_000L;
    Windows days = new Windows.Tumbling(day, origin);
    long start = now - Math.floorMod(now - origin, day);
    assertThat(of(WindowCase.of(days, 0, a(start, 1), a(start + day - 1, 2), a(start + day, 3))))
        .containsExactly(
            "[" + start + "," + (start + day) + ") ON_TIME[1, 2]",
            "[" + (start + day) + "," + (start + 2 * day) + ") ON_TIME[3]");
  }

  /** bytewax 0.21.0: an event on the edge was put into one sliding window too many. */
  @Test
  void anItemOnTheEdgeIsInNoSlidingWindowTooMany() {
    Windows sliding = Windows.sliding(Duration.ofMillis(10), Duration.ofMillis(5));
    assertThat(of(WindowCase.of(sliding, 0, a(10, 1))))
        .containsExactly("[5,15) ON_TIME[1]", "[10,20) ON_TIME[1]");
    assertThat(of(WindowCase.of(sliding, 0, a(9, 1))))
        .containsExactly("[0,10) ON_TIME[1]", "[5,15) ON_TIME[1]");
  }

  /** bytewax 0.21.1: the last window was delayed when all values fell into it. */
  @Test
  void oneWindowWithAllValuesIsEmittedAtTheEnd() {
    for (Windows windows :
        List.of(
            Windows.tumbling(Duration.ofHours(1)),
            Windows.sliding(Duration.ofHours(1), Duration.ofHours(1)),
            Windows.session(Duration.ofHours(1)),
            Windows.count(100),
            Windows.global())) {
      List<String> results = of(WindowCase.of(windows, 1_000, a(1, 1), a(2, 2), a(3, 3)));
      assertThat(results).as("%s", windows).singleElement().asString().endsWith("[1, 2, 3]");
    }
  }

  /** bytewax#221 in our terms: what a window gives does not depend on how batches are cut. */
  @Test
  void resultsDoNotDependOnBatches() {
    WindowCase asked = WindowCase.random(12);
    WindowCase.Outcome first = asked.run(1, false, 0);
    for (long seed = 1; seed < 30; seed++) {
      assertThat(asked.run(1 + (int) (seed % 4), false, seed)).isEqualTo(first);
    }
  }
}
