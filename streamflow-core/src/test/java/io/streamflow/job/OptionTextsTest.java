package io.streamflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.local.Sinks;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which each type of value is written, and what is said of others. */
class OptionTextsTest {
  private static <T> T read(TextForm<T> form, String text) throws UnreadableText {
    return form.reading().read(text);
  }

  private static void refused(TextForm<?> form, String text, String why) {
    assertThatThrownBy(() -> form.reading().read(text))
        .as(text)
        .isInstanceOf(UnreadableText.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S, 500ms",
    "10s, PT10S, 10s",
    "' 10 s ', PT10S, 10s",
    "5m, PT5M, 5m",
    "2h, PT2H, 2h",
    "120m, PT2H, 2h",
    "1d, PT24H, 1d",
    "7us, PT0.000007S, 7us",
    "9ns, PT0.000000009S, 9ns",
    "PT10S, PT10S, 10s",
    "pt1m30s, PT1M30S, 90s",
    "P1DT1H, PT25H, 25h",
    "0s, PT0S, 0s",
    "-5s, PT-5S, -5s",
    "PT1000000000000.000000001S, PT1000000000000.000000001S, PT277777777H46M40.000000001S",
    "106751991167d, PT2562047788008H, 106751991167d",
  })
  void durations(String text, Duration value, String printed) throws UnreadableText {
    assertThat(read(DurationText.FORM, text)).isEqualTo(value);
    assertThat(DurationText.print(value)).isEqualTo(printed);
    assertThat(read(DurationText.FORM, printed)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "ten seconds", "1.5s", "10S", "5w", "s", "1m30s", "10_000ms"})
  void noDurations(String text) {
    refused(DurationText.FORM, text, "whole number with a unit");
  }

  @Test
  void durationsThatAreNone() {
    refused(DurationText.FORM, "99999999999999999999s", "too long");
    refused(DurationText.FORM, Long.MAX_VALUE + "d", "too long");
    refused(DurationText.FORM, "P1Y", "ISO-8601");
  }

  @ParameterizedTest
  @CsvSource({
    "64MiB, 67108864, 64MiB",
    "64Mi, 67108864, 64MiB",
    "64 mib, 67108864, 64MiB",
    "2GiB, 2147483648, 2GiB",
    "1.5GiB, 1610612736, 1536MiB",
    "1TiB, 1099511627776, 1TiB",
    "8KiB, 8192, 8KiB",
    "512MB, 512000000, 500000KiB",
    "3kB, 3000, 3kB",
    "1GB, 1000000000, 1GB",
    "2TB, 2000000000000, 1953125000KiB",
    "100B, 100, 100B",
    "1234567, 1234567, 1234567B",
    "0, 0, 0",
    "-1, -1, -1B",
  })
  void bytes(String text, long value, String printed) throws UnreadableText {
    assertThat(read(BytesText.FORM, text)).isEqualTo(value);
    assertThat(BytesText.print(value)).isEqualTo(printed);
    assertThat(read(BytesText.FORM, printed)).isEqualTo(value);
  }

  @Test
  void noBytes() {
    refused(BytesText.FORM, "64M", "MiB by 1024 or MB by 1000");
    refused(BytesText.FORM, "2g", "GiB by 1024 or GB by 1000");
    refused(BytesText.FORM, "64k", "KiB by 1024 or kB by 1000");
    refused(BytesText.FORM, "25%", "number with a unit");
    refused(BytesText.FORM, "much", "number with a unit");
    refused(BytesText.FORM, "1PiB", "number with a unit");
    refused(BytesText.FORM, "0.3", "no whole number of bytes");
    refused(BytesText.FORM, "9999999999TiB", "too much");
  }

  @Test
  void numbers() throws UnreadableText {
    assertThat(read(PlainForms.NUMBER, " 12 ")).isEqualTo(12);
    assertThat(read(PlainForms.NUMBER, "-1")).isEqualTo(-1);
    refused(PlainForms.NUMBER, "1.5", "digits alone");
    refused(PlainForms.NUMBER, "four", "digits alone");
    refused(PlainForms.NUMBER, "99999999999", "at most 2147483647");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", " True "})
  void flags(String text) throws UnreadableText {
    assertThat(read(PlainForms.FLAG, text)).isTrue();
    assertThat(read(PlainForms.FLAG, "false")).isFalse();
    refused(PlainForms.FLAG, "yes", "neither");
    refused(PlainForms.FLAG, "1", "neither");
  }

  @Test
  void constants() throws UnreadableText {
    TextForm<ThreadKind> threads = PlainForms.oneOf(ThreadKind.class);
    assertThat(read(threads, "virtual")).isEqualTo(ThreadKind.VIRTUAL);
    assertThat(read(threads, "Platform")).isEqualTo(ThreadKind.PLATFORM);
    assertThat(threads.printing().apply(ThreadKind.AUTO)).isEqualTo("auto");
    refused(threads, "green", "none of them");
  }

  @Test
  void paths() {
    refused(PlainForms.PATH, "a\0b", "the system refuses it");
  }

  @Test
  void names() throws UnreadableText {
    assertThat(read(ListText.NAMES, "a")).containsExactly("a");
    assertThat(read(ListText.NAMES, " a , dead letters of 'b' ,c=d"))
        .containsExactlyInAnyOrder("a", "dead letters of 'b'", "c=d");
    refused(ListText.NAMES, "a,,b", "a name is empty");
    refused(ListText.NAMES, "a,b,", "a name is empty");
    refused(ListText.NAMES, "a,a", "'a' is there twice");
    refused(ListText.NAMES, "a\\", "backslash");
    Set<String> odd = Set.of("a,b", "c=d", "e\\f", " g ", "h");
    assertThat(read(ListText.NAMES, ListText.NAMES.printing().apply(odd))).isEqualTo(odd);
  }

  @Test
  void pairs() throws UnreadableText {
    assertThat(read(ListText.PAIRS, "old = new, x=17:y"))
        .isEqualTo(Map.of("old", "new", "x", "17:y"));
    refused(ListText.PAIRS, "old", "'old' is no pair");
    refused(ListText.PAIRS, "a=b=c", "'a=b=c' is no pair");
    refused(ListText.PAIRS, "=b", "a name is empty");
    refused(ListText.PAIRS, "a=b,a=c", "'a' is there twice");
    Map<String, String> odd = Map.of("a,b", "c=d", "e\\", " f", "g", "h");
    assertThat(read(ListText.PAIRS, ListText.PAIRS.printing().apply(odd))).isEqualTo(odd);
  }

  @Test
  void errorPolicies() throws UnreadableText {
    for (OnError policy :
        new OnError[] {
          OnError.fail(),
          OnError.skip(),
          OnError.retry(3, Duration.ofMillis(100)),
          OnError.retry(1, Duration.ZERO).then(OnError.skip())
        }) {
      String text = PolicyText.ON_ERROR.printing().apply(policy);
      assertThat(read(PolicyText.ON_ERROR, text)).as(text).isEqualTo(policy);
    }
    assertThat(read(PolicyText.ON_ERROR, "Retry 3  100ms then fail"))
        .isEqualTo(OnError.retry(3, Duration.ofMillis(100)));
    refused(PolicyText.ON_ERROR, "ignore", "give fail, skip, or retry");
    refused(PolicyText.ON_ERROR, "retry", "give fail, skip, or retry");
    refused(PolicyText.ON_ERROR, "retry 3", "give fail, skip, or retry");
    refused(PolicyText.ON_ERROR, "retry 3 100ms or skip", "give fail, skip, or retry");
    refused(PolicyText.ON_ERROR, "retry 3 100ms then ignore", "give fail, skip, or retry");
    refused(PolicyText.ON_ERROR, "retry x 100ms", "digits alone");
    refused(PolicyText.ON_ERROR, "retry 3 100", "unit");
    refused(PolicyText.ON_ERROR, "retry 0 1s", "at least 1");
    refused(PolicyText.ON_ERROR, "retry 1 -1s", "must not be negative");
  }

  @Test
  void deadLettersNeedAnObject() {
    OnError letters = OnError.deadLetter(Sinks.forEach(_ -> {}));
    assertThat(PolicyText.ON_ERROR.printing().apply(letters)).isEqualTo("dead-letter");
    refused(PolicyText.ON_ERROR, "dead-letter", "OnError.deadLetter(sink)");
    refused(PolicyText.ON_ERROR, "retry 3 1s then dead-letter", "OnError.deadLetter(sink)");
  }

  @Test
  void restarts() throws UnreadableText {
    assertThat(read(PolicyText.RESTART, "never")).isEqualTo(Restart.NEVER);
    assertThat(read(PolicyText.RESTART, "5 1s")).isEqualTo(new Restart(5, Duration.ofSeconds(1)));
    assertThat(PolicyText.RESTART.printing().apply(new Restart(5, Duration.ofMinutes(2))))
        .isEqualTo("5 2m");
    refused(PolicyText.RESTART, "5", "never, or attempts");
    refused(PolicyText.RESTART, "always", "never, or attempts");
    refused(PolicyText.RESTART, "five 1s", "digits alone");
    refused(PolicyText.RESTART, "5 1", "unit");
  }
}
