package io.streamflow.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourceDelimiterTest {
  record Pair(String one, String two) {}

  @TempDir Path dir;

  private FileSource<Pair> pairs(String content) throws Exception {
    return FileSource.csv(Files.writeString(dir.resolve("p.csv"), content).toString(), Pair.class);
  }

  static Stream<Character> delimiters() {
    return IntStream.range(1, 0x80)
        .filter(c -> "\"\r\n".indexOf(c) < 0)
        .filter(c -> "onetwé".indexOf(c) < 0)
        .mapToObj(c -> (char) c);
  }

  @ParameterizedTest
  @MethodSource("delimiters")
  void fieldsAreSeparatedByIt(char d) throws Exception {
    String content =
        """
        two_one
        o_t
        "n
        _n"_"w""w"

        _
        n"_"_"
        """
            .replace('_', d);
    CollectedOutput<Pair> out = CollectedOutput.all(pairs(content).delimiter(d));
    assertThat(out.rejected).isEmpty();
    assertThat(out.items)
        .containsExactly(
            new Pair("t", "o"),
            new Pair("w\"w", "n\n" + d + "n"),
            new Pair("", ""),
            new Pair("" + d, "n\""));
  }

  @Test
  void mapsAreSeparatedByItAndCommasAreData() throws Exception {
    Path file = Files.writeString(dir.resolve("m.csv"), "a;b,c\n1,5;2\n");
    FileSource<Map<String, String>> commas = FileSource.csv(file.toString());
    assertThat(CollectedOutput.all(commas.delimiter(';')).items)
        .containsExactly(Map.of("a", "1,5", "b,c", "2"));
    assertThat(CollectedOutput.all(commas).items).containsExactly(Map.of("a;b", "1", "c", "5;2"));
  }

  @Test
  void theHeaderOfACommaSeparatedFileIsRecognized() {
    assertThatThrownBy(() -> CollectedOutput.all(pairs("one,two\n1,2\n").delimiter(';')))
        .hasMessageContaining("it has [one,two]; is the delimiter ','? see delimiter(...)");
  }

  @ParameterizedTest
  @ValueSource(chars = {'"', '\r', '\n', '\0', '\u00a7', '\uff1b'})
  void whatCannotSeparateFieldsIsRefused(char d) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pairs("").delimiter(d))
        .withMessageContaining("delimiter must be an ASCII character")
        .withMessageEndingWith("U+%04X".formatted((int) d));
  }

  @Test
  void onlyCsvHasOne() {
    assertThatThrownBy(() -> FileSource.lines("x").delimiter(';'))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("only csv files have a delimiter, not lines or JSON lines");
    assertThatThrownBy(() -> FileSource.jsonLines("x", Pair.class).delimiter(';'))
        .isInstanceOf(IllegalStateException.class);
  }
}
