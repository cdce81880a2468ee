package io.streamflow.connectors.kafka;

import io.streamflow.connectors.json.Json;
import io.streamflow.spi.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The formats that come with the connector. */
final class KafkaFormats {
  private KafkaFormats() {}

  /** See {@link KafkaFormat#text}. */
  record Text() implements KafkaFormat<String> {
    private static final char REPLACEMENT = '\ufffd';

    @Override
    public String read(byte[] bytes) throws CharacterCodingException {
      // Much faster than a decoder; what is malformed becomes this character, which is rare.
      String text = new String(bytes, StandardCharsets.UTF_8);
      return text.indexOf(REPLACEMENT) < 0
          ? text
          : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    @Override
    public byte[] write(String value) throws CharacterCodingException {
      byte[] text = value.getBytes(StandardCharsets.UTF_8);
      return hasQuestionMark(text) ? strictly(value) : text;
    }

    private static boolean hasQuestionMark(byte[] text) {
      for (byte b : text) {
        if (b == '?') {
          return true;
        }
      }
      return false;
    }

    /** Unlike getBytes this refuses a lone surrogate, instead of making a question mark of it. */
    private static byte[] strictly(String value) throws CharacterCodingException {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    }

    @Override
    public Optional<Type> type() {
      return Optional.of(String.class);
    }
  }

  /** See {@link KafkaFormat#bytes}. */
  record Bytes() implements KafkaFormat<byte[]> {
    @Override
    public byte[] read(byte[] bytes) {
      return bytes;
    }

    @Override
    public byte[] write(byte[] value) {
      return value;
    }

    @Override
    public Optional<Type> type() {
      return Optional.of(byte[].class);
    }
  }

  /** See {@link KafkaFormat#json}. */
  record OfJson<T>(Json<T> json) implements KafkaFormat<T> {
    @Override
    public T read(byte[] bytes) {
      return json.parse(bytes);
    }

    @Override
    public byte[] write(T value) {
      return json.text(value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Type> type() {
      return Optional.of(json.type());
    }
  }

  /** See {@link KafkaFormat#of}. */
  record OfCodec<T>(Codec<T> codec) implements KafkaFormat<T> {
    @Override
    public T read(byte[] bytes) throws IOException {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      T value = codec.read(in);
      if (in.available() > 0) {
        throw new StreamCorruptedException(
            "%d of %d bytes are left after the value".formatted(in.available(), bytes.length));
      }
      return value;
    }

    @Override
    public byte[] write(T value) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      codec.write(value, new DataOutputStream(bytes));
      return bytes.toByteArray();
    }
  }
}
