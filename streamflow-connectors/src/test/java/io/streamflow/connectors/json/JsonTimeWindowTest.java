package io.streamflow.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.window.Pane;
import io.streamflow.window.TimeWindow;
import io.streamflow.window.WindowResult;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTimeWindowTest {
  record Report(TimeWindow window, long count) {}

  private static final TimeWindow MINUTE =
      new TimeWindow(
          Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(),
          Instant.parse("2026-01-01T00:01:00Z").toEpochMilli());

  private final Json<TimeWindow> windows = Json.of(TimeWindow.class);

  @Test
  void boundsAreIsoInstants() {
    String text = "{\"start\":\"2026-01-01T00:00:00Z\",\"end\":\"2026-01-01T00:01:00Z\"}";
    assertThat(windows.text(MINUTE)).isEqualTo(text);
    assertThat(windows.parse(text)).isEqualTo(MINUTE);
    assertThat(
            windows.parse("{\"x\":[1],\"end\":\"2026-01-01T01:01:00+01:00\"," + text.substring(1)))
        .isEqualTo(MINUTE);
  }

  @Test
  void anOpenSideIsNull() {
    assertThat(windows.text(TimeWindow.ALL)).isEqualTo("{\"start\":null,\"end\":null}");
    assertThat(windows.text(new TimeWindow(0, Long.MAX_VALUE)))
        .isEqualTo("{\"start\":\"1970-01-01T00:00:00Z\",\"end\":null}");
  }

  @ParameterizedTest
  @CsvSource({
    "-9223372036854775808, 9223372036854775807",
    "-9223372036854775807, 9223372036854775806",
    "-9223372036854775808, 0",
    "-1, 9223372036854775807",
    "-1, 1",
    "1767225600123, 1767225600124"
  })
  void everyWindowIsReadBack(long start, long end) {
    TimeWindow window = new TimeWindow(start, end);
    assertThat(windows.parse(windows.text(window))).isEqualTo(window);
  }

  @Test
  void aWindowResultIsLegible() {
    @SuppressWarnings("rawtypes")
    Json<WindowResult> results = Json.of(WindowResult.class);
    String text = results.text(new WindowResult<>("k", MINUTE, 3, Pane.ON_TIME));
    assertThat(text)
        .isEqualTo(
            "{\"key\":\"k\",\"window\":{\"start\":\"2026-01-01T00:00:00Z\","
                + "\"end\":\"2026-01-01T00:01:00Z\"},\"value\":3,\"pane\":\"ON_TIME\"}");
    assertThat(results.parse(text)).isEqualTo(new WindowResult<>("k", MINUTE, 3, Pane.ON_TIME));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'start':null} | at window | must have 'end', if only null",
        "{'end':null} | at window | must have 'start', if only null",
        "{'start':'soon','end':null} | at window.start | soon",
        "{'start':null,'end':'+300000000-01-01T00:00:00Z'} | at window.end | out of range",
        "{'start':null,'end':'2026-01-01T00:00:00.0001Z'} | at window.end | whole millisecond",
        "{'start':'2026-01-01T00:00:00Z','end':'2026-01-01T00:00:00Z'} | at window | start before",
        "3 | at window | TimeWindow"
      },
      quoteCharacter = '`')
  void whatIsNoWindowIsRefused(String window, String where, String why) {
    String document = "{\"count\":1,\"window\":" + window.replace('\'', '"') + "}";
    assertThatThrownBy(() -> Json.of(Report.class).parse(document))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(where + " (line 1")
        .hasMessageContaining(why);
  }
}
