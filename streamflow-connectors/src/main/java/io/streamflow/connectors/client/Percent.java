package io.streamflow.connectors.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text inside a URL, where only letters, digits and {@code - _ ~} and some dots mean themselves.
 */
public final class Percent {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Percent() {}

  /**
   * The text as a part of a path or query: each byte of its UTF-8 that is not plain as {@code %XX}.
   * A text of one or two dots is encoded too, since it would mean another place.
   *
   * @throws IllegalArgumentException when it has half a surrogate pair, for which there are no
   *     bytes
   */
  public static String encoded(String text) {
    boolean dots = text.equals(".") || text.equals("..");
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    ByteBuffer bytes = utf8(text);
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (isPlain(next) && !dots) {
        encoded.append((char) next);
      } else {
        HEX.toHexDigits(encoded.append('%'), next);
      }
    }
    return encoded.toString();
  }

  private static ByteBuffer utf8(String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "it has half a surrogate pair, which no URL can carry: '" + text + "'", e);
    }
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
