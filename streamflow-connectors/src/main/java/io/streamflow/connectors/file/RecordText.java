package io.streamflow.connectors.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Turns a record's bytes into text and refuses bytes that are none. Used by one thread. */
final class RecordText {
  private static final char REPLACEMENT = '\ufffd';

  private final Charset charset;
  private final CharsetDecoder strict;

  RecordText(Charset charset) {
    this.charset = charset;
    this.strict =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /**
   * The text of {@code length} bytes from {@code start} on.
   *
   * @throws IOException when they are not text in this charset; says where the first bad byte is
   */
  String decode(byte[] bytes, int start, int length) throws IOException {
    // The String constructor is far faster than a decoder (for ASCII it is a copy) but replaces
    // what is malformed. So only a text with the replacement character in it is looked at again.
    String text = new String(bytes, start, length, charset);
    if (text.indexOf(REPLACEMENT) >= 0) {
      ByteBuffer input = ByteBuffer.wrap(bytes, start, length);
      try {
        strict.reset().decode(input);
      } catch (CharacterCodingException e) {
        int at = input.position() - start + 1;
        throw new IOException("byte " + at + " of the record is not " + charset + " text", e);
      }
    }
    return text;
  }

  /** How many bytes at the start of a file are a byte order mark. */
  int markLength(byte[] bytes, int start, int length) {
    boolean marked =
        charset.equals(StandardCharsets.UTF_8)
            && length >= 3
            && bytes[start] == (byte) 0xEF
            && bytes[start + 1] == (byte) 0xBB
            && bytes[start + 2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }
}
