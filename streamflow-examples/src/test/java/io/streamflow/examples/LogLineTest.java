package io.streamflow.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
  private static final String BEFORE = "::1 - - [29/Feb/2024:23:59:59 +0000] \"";
  private static final String AFTER = "\" 200 - \"-\" \"-\"";

  @Test
  void readsAllFields() {
    String text =
        "10.0.0.7 - Jane Doe [17/May/2015:10:05:03 -0230] \"GET /a?b=c HTTP/1.1\" 304 12"
            + " \"http://x/?q=\\\"y\\\"\" \"an [agent] \\\\\" 0.003";

    assertThat(LogLine.parse(text))
        .isEqualTo(
            new LogLine("10.0.0.7", Instant.parse("2015-05-17T12:35:03Z"), "GET", "/a", 304, text));
  }

  @ParameterizedTest
  @CsvSource({
    "GET /x HTTP/1.1, GET, /x",
    "GET /x?y?z HTTP/1.1, GET, /x",
    "GET /x, GET, /x",
    "GET /a b?c d HTTP/2.0, GET, /a b",
    "POST / HTTP/1.0, POST, /",
    "GET /q\\\"?r\\\" HTTP/1.1, GET, /q\\\"",
    "GET http://x/y HTTP/1.1, GET, http://x/y",
    "-, -, ''",
    "\\x16\\x03\\x01, \\x16\\x03\\x01, ''",
    "'', '', ''",
    "GET  HTTP/1.1, GET, ''",
  })
  void takesTheRequestApart(String request, String method, String page) {
    LogLine line = LogLine.parse(BEFORE + request + AFTER);

    assertThat(line.method()).isEqualTo(method);
    assertThat(line.page()).isEqualTo(page);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "word",
        "h - - ",
        "h - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"",
        "h - - [17/Maj/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"",
        "h - - [17/anF/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"",
        "h - - [29/Feb/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"",
        "h - - [17/May/2015:24:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"",
        "h - - [17/May/2015:10:05:03 0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"",
        "h - - [17/May/2015:10:05:03 +0000] GET / HTTP/1.1 200 1 \"-\" \"-\"",
        "h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 20 1 \"-\" \"-\"",
        "h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 x \"-\" \"-\"",
        "h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\"",
        "h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"cut",
        "h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"cut\\",
        "h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"an \"agent\"\"",
      })
  void rejectsWhatIsNoLogLine(String text) {
    assertThatExceptionOfType(NotALogLineException.class).isThrownBy(() -> LogLine.parse(text));
  }

  @Test
  void everyPrefixOfALineIsRejected() {
    String text = BEFORE + "GET / HTTP/1.1" + AFTER;

    for (int end = 0; end < text.length(); end++) {
      String cut = text.substring(0, end);
      assertThatExceptionOfType(NotALogLineException.class)
          .as(cut)
          .isThrownBy(() -> LogLine.parse(cut));
    }
  }
}
