package io.streamflow.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  record Line(String sku, int pieces, double price) {
    Line {
      if (pieces < 0) {
        throw new IllegalArgumentException("pieces must not be negative, but is " + pieces);
      }
    }
  }

  record Order(
      String id,
      Instant time,
      LocalDate day,
      Duration took,
      ZonedDateTime zoned,
      Optional<String> note,
      List<Line> lines,
      Map<String, Integer> counts,
      boolean paid) {}

  record Small(String a, int b) {}

  private final Json<Order> orders = Json.of(Order.class);
  private final Json<Small> small = Json.of(Small.class);

  private static Order order(String id) {
    return new Order(
        id,
        Instant.parse("2026-03-01T10:15:30.123456789Z"),
        LocalDate.of(2026, 3, 1),
        Duration.ofMillis(1500),
        ZonedDateTime.parse("2026-03-01T10:15:30+01:00"),
        Optional.of("x"),
        List.of(new Line("a", 1, 9.5)),
        Map.of("k", 3),
        true);
  }

  @Test
  void recordsAndTimesRoundTrip() {
    Order order = order("o-1");
    String text = orders.text(order);
    assertThat(text)
        .contains("\"time\":\"2026-03-01T10:15:30.123456789Z\"")
        .contains("\"day\":\"2026-03-01\"")
        .contains("\"took\":\"PT1.5S\"");
    Order read = orders.parse(text);
    assertThat(read.time()).isEqualTo(order.time());
    assertThat(read.lines()).isEqualTo(order.lines());
    assertThat(read.zoned().toInstant()).isEqualTo(order.zoned().toInstant());
    assertThat(orders.parse(orders.text(read))).isEqualTo(read);
    assertThat(orders.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(read);
  }

  @Test
  void textIsOneLine() {
    String text = small.text(new Small("a\nb\r\n\"ü€\uD83D\uDE00", 1));
    assertThat(text).doesNotContain("\n").doesNotContain("\r");
    assertThat(small.parse(text).a()).isEqualTo("a\nb\r\n\"ü€\uD83D\uDE00");
  }

  @Test
  void partOfAnArrayIsParsed() {
    byte[] bytes = "xx{\"a\":\"ü\",\"b\":2}yy".getBytes(StandardCharsets.UTF_8);
    assertThat(small.parse(bytes, 2, bytes.length - 4)).isEqualTo(new Small("ü", 2));
  }

  @Test
  void unknownPropertiesAreIgnoredAndMissingObjectsAreNullOrEmpty() {
    assertThat(small.parse("{\"b\":1,\"c\":{\"d\":[1]}}")).isEqualTo(new Small(null, 1));
    assertThat(orders.parse("{\"paid\":true}").note()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"x\"}",
        "{\"a\":\"x\",\"b\":null}",
        "{\"a\":\"x\",\"b\":1.5}",
        "{\"a\":\"x\",\"b\":99999999999}",
        "{\"a\":\"x\",\"b\":\"q\"}",
        "{\"a\":\"x\",\"b\":1} {}",
        "{\"a\":\"x\",\"b\":1",
        "{\"a\":\"x\",\"b\":1} x",
        "[1]",
        "null",
        "",
        "  ",
        "{bad",
        "tru"
      })
  void whatDoesNotFitIsRefusedInPlainWords(String document) {
    assertThatThrownBy(() -> small.parse(document))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith("cannot read Small")
        .satisfies(JsonTest::isPlain);
    assertThatThrownBy(() -> small.parse(document.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class)
        .satisfies(JsonTest::isPlain);
  }

  private static void isPlain(Throwable failure) {
    assertThat(failure.getMessage())
        .doesNotContain("REDACTED", "Source:", "Feature", "CoercionConfig", "\n");
  }

  @Test
  void errorsSayWhere() {
    String document =
        "{\"lines\":[{\"sku\":\"a\",\"pieces\":1,\"price\":1},\n {\"pieces\":\"q\"}]}";
    JsonException failure = catchThrowableOfType(JsonException.class, () -> orders.parse(document));
    assertThat(failure.path()).isEqualTo("lines[1].pieces");
    assertThat(failure.line()).isEqualTo(2);
    assertThat(failure.column()).isBetween(11, 15);
    assertThat(failure).hasMessageContaining("at lines[1].pieces (line 2, column ");
  }

  @Test
  void missingPrimitiveIsNamed() {
    assertThatThrownBy(() -> small.parse("{\"a\":\"x\"}")).hasMessageContaining("'b'");
  }

  @Test
  void whatAConstructorThrowsIsTheCause() {
    assertThatThrownBy(() -> Json.of(Line.class).parse("{\"sku\":\"a\",\"pieces\":-1,\"price\":1}"))
        .hasMessageContaining("pieces must not be negative, but is -1")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @SuppressWarnings("unchecked")
  void worksAfterJavaSerialization() throws Exception {
    assertThat(small.parse("{\"b\":1}").b()).isEqualTo(1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(small);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Json<Small> copy = (Json<Small>) in.readObject();
      assertThat(copy.parse("{\"a\":\"y\",\"b\":7}")).isEqualTo(new Small("y", 7));
      assertThat(copy.text(new Small("z", 8))).isEqualTo("{\"a\":\"z\",\"b\":8}");
    }
  }

  @Test
  void manyThreadsShareOne() {
    Json<Small> shared = Json.of(Small.class);
    long right =
        IntStream.range(0, 20_000)
            .parallel()
            .filter(i -> shared.parse(shared.text(new Small("s" + i, i))).b() == i)
            .count();
    assertThat(right).isEqualTo(20_000);
  }
}
