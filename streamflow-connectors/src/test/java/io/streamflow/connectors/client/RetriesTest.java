package io.streamflow.connectors.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.spi.OutboxOptions;
import io.streamflow.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private static Retries retries(double chance) {
    return new Retries(
        OutboxOptions.defaults().attempts(3, Duration.ofMillis(100)),
        ManualClock.at(NOW),
        () -> chance,
        _ -> {});
  }

  @ParameterizedTest
  @CsvSource({"1,0,100", "1,0.5,75", "1,0.999999,51", "2,0,200", "5,0,1600", "30,0,60000"})
  void waitsGrowAndHalfOfThemIsChance(int attempt, double chance, long millis) {
    assertThat(retries(chance).wait(attempt, Optional.empty())).hasMillis(millis);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | 2000",
        " 7  | 7000",
        "0 | 100",
        "300 | 300000",
        "301 | 300000",
        "999999999 | 300000",
        "99999999999999999999 | 100",
        "-1 | 100",
        "soon | 100",
        "1.5 | 100",
        "Sun, 01 Mar 2026 10:00:03 GMT | 3000",
        "Sun, 01 Mar 2026 09:00:00 GMT | 100",
        "Sun, 01 Mar 2076 09:00:00 GMT | 300000",
      })
  void whatTheServerAsksForIsTheLeast(String retryAfter, long millis) {
    assertThat(retries(0).wait(1, Optional.of(retryAfter))).hasMillis(millis);
  }

  @Test
  void someAnswersCanChange() {
    assertThat(IntStream.range(100, 600).filter(Retries::isWorthwhile).filter(s -> s < 500))
        .containsExactly(408, 425, 429);
    assertThat(IntStream.range(500, 600)).allMatch(Retries::isWorthwhile);
  }

  @Test
  void attemptsAreCounted() {
    assertThat(IntStream.rangeClosed(1, 5).filter(n -> retries(0).goOnAfter(n)))
        .containsExactly(1, 2, 3);
  }
}
