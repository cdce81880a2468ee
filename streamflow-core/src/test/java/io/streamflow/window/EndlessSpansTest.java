package io.streamflow.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spans so long that they mean "for ever"; added to a timestamp they must not wrap around. */
class EndlessSpansTest {
  private static final List<Item> INPUT =
      List.of(new Item("a", -5, 1), new Item("a", 1_000, 2), new Item("a", -7, 3));

  private static WindowCase.Outcome run(Windows windows, long lateness, long disorder) {
    return new WindowCase(windows, lateness, 0, disorder, INPUT).run(1, false, 1);
  }

  @Test
  void endlessLatenessMakesNothingLate() {
    for (Windows windows :
        List.of(Windows.tumbling(Duration.ofMillis(10)), Windows.session(Duration.ofMillis(10)))) {
      WindowCase.Outcome outcome = run(windows, Long.MAX_VALUE, 0);
      assertThat(outcome.late()).as("%s", windows).isEmpty();
      assertThat(outcome.results().get("a").get(1)).endsWith("LATE[1, 3]");
    }
  }

  @Test
  void endlessDisorderWaitsForTheEnd() {
    WindowCase.Outcome outcome = run(Windows.tumbling(Duration.ofMillis(10)), 0, Long.MAX_VALUE);
    assertThat(outcome.late()).isEmpty();
    assertThat(outcome.results().get("a"))
        .containsExactly("[-10,0) ON_TIME[1, 3]", "[1000,1010) ON_TIME[2]");
  }

  @Test
  void endlessEarlyIntervalShowsNothing() {
    WindowCase asked =
        new WindowCase(
            Windows.tumbling(Duration.ofMillis(10)), 0, Long.MAX_VALUE, 0, INPUT.subList(1, 2));
    assertThat(asked.run(1, false, 1).results().get("a")).containsExactly("[1000,1010) ON_TIME[2]");
  }
}
