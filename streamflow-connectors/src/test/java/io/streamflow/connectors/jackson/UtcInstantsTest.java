package io.streamflow.connectors.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.connectors.json.Json;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcInstantsTest {
  record At(Instant at) {}

  private static Instant viaJson(String text) {
    return Json.of(At.class).parse("{\"at\":\"" + text + "\"}").at();
  }

  @Test
  void chanceInstantsAreReadAsTheJdkReadsThem() {
    Random random = new Random(11);
    long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    for (int i = 0; i < 100_000; i++) {
      int nanos = random.nextInt(1_000_000_000);
      int[] coarser = {0, nanos, nanos / 1000 * 1000, nanos / 1_000_000 * 1_000_000};
      Instant instant = Instant.ofEpochSecond(random.nextLong(first, last), coarser[i % 4]);
      assertThat(UtcInstants.parse(instant.toString())).isEqualTo(instant);
    }
    assertThat(UtcInstants.parse("2024-02-29T23:59:59.1Z"))
        .isEqualTo(Instant.parse("2024-02-29T23:59:59.100Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01T00:00:00+01:00",
        "+12026-01-01T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01t00:00:00z"
      })
  void otherFormsGoToJackson(String text) {
    assertThat(UtcInstants.parse(text)).isNull();
    assertThat(viaJson(text)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-01T25:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:00.0000000000Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:0xZ",
        "2026-01-01T00:00:00,5Z",
        "soon"
      })
  void wrongOnesAreRefused(String text) {
    assertThat(UtcInstants.parse(text)).isNull();
    assertThatThrownBy(() -> viaJson(text)).hasMessageContaining("cannot read At at at");
  }
}
