package io.streamflow.connectors.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "abcXYZ019-._~ -> abcXYZ019-._~",
        "a/b -> a%2Fb",
        "a b -> a%20b",
        "a+b -> a%2Bb",
        "?#[]@!$&'()*,;=:% -> %3F%23%5B%5D%40%21%24%26%27%28%29%2A%2C%3B%3D%3A%25",
        "a%2Fb -> a%252Fb",
        "{id} -> %7Bid%7D",
        "ü -> %C3%BC",
        "日 -> %E6%97%A5",
        "😀 -> %F0%9F%98%80",
        ". -> %2E",
        ".. -> %2E%2E",
        "... -> ...",
        "a.b -> a.b",
      })
  void encodesWhatIsNotPlain(String text, String encoded) {
    assertThat(Percent.encoded(text)).isEqualTo(encoded);
  }

  @Test
  void everyCharacterComesBackThroughAUrl() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 97) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        String text = Character.toString(c);
        String path = URI.create("http://h/" + Percent.encoded(text)).getRawPath();
        assertThat(URLDecoder.decode(path.substring(1), StandardCharsets.UTF_8)).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0xD800, 0xDFFF})
  void halfAPairIsRefused(int half) {
    assertThatThrownBy(() -> Percent.encoded("a" + (char) half))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
  }
}
