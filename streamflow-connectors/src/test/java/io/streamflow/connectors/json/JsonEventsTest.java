package io.streamflow.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEventsTest {
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void anEnvelopeComesBackAsItWas() {
    Json<Event> json = Json.events();
    Event event =
        new Event(
            "user-1",
            Map.of("amount", 12.5, "tags", List.of("a", "b"), "nested", Map.of("deep", true)),
            NEW_YEAR,
            Map.of("source", "test"));
    assertThat(json.parse(json.text(event))).isEqualTo(event);
  }

  @Test
  void anEnvelopeNeedsNoMetadata() {
    Event event =
        Json.events().parse("{\"key\":7,\"timestamp\":1767225600000,\"value\":{\"x\":null}}");
    assertThat(event.key()).isEqualTo("7");
    assertThat(event.timestamp()).isEqualTo(NEW_YEAR);
    assertThat(event.value()).containsEntry("x", null);
    assertThat(event.metadata()).isEmpty();
  }

  @Test
  void aPlainDocumentIsTheValueAndIsWrittenAsItWas() {
    Json<Event> json = Json.events("user", "at");
    String document = "{\"user\":\"u1\",\"at\":\"2026-01-01T01:00:00+01:00\",\"amount\":3}";
    Event event = json.parse(document);
    assertThat(event.key()).isEqualTo("u1");
    assertThat(event.timestamp()).isEqualTo(NEW_YEAR);
    assertThat(event.number("amount")).isEqualTo(3);
    assertThat(json.text(event)).isEqualTo(document);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"at\":1}|field 'user' must be text or a number, but is null",
        "{\"user\":\"u\"}|field 'at' must be a time",
        "{\"user\":\"u\",\"at\":\"noon\"}|field 'at' must be a time",
        "[1]|cannot read Event",
        "null|the document is null"
      })
  void whatIsMissingIsNamed(String document, String message) {
    Json<Event> json = Json.events("user", "at");
    assertThatThrownBy(() -> json.parse(document))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(message);
  }
}
