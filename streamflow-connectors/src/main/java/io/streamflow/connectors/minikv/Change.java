package io.streamflow.connectors.minikv;

import io.streamflow.connectors.client.Percent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is to become of a key.
 *
 * @param key percent-encoded
 * @param body of the request that sets it; empty when it is to be deleted
 */
record Change(String key, Optional<byte[]> body) {
  private static final int DELETE = 0;
  private static final int SET = 1;

  /**
   * A change to a key as the user calls it.
   *
   * @param json the value's JSON
   */
  static Change of(String key, Optional<String> json) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("the key is empty, which the store has no path for");
    }
    return new Change(
        Percent.encoded(key),
        json.map(value -> ("{\"value\":" + value + "}").getBytes(StandardCharsets.UTF_8)));
  }

  /** The key as the user calls it. */
  String plainKey() {
    return URLDecoder.decode(key, StandardCharsets.UTF_8);
  }

  /** Its form in the outbox. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      byte[] name = key.getBytes(StandardCharsets.US_ASCII);
      out.writeByte(body.isPresent() ? SET : DELETE);
      out.writeInt(name.length);
      out.write(name);
      if (body.isPresent()) {
        out.write(body.get());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e); // memory does not fail so
    }
    return bytes.toByteArray();
  }

  static Change read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int kind = in.readByte();
      if (kind != SET && kind != DELETE) {
        throw new IOException("the outbox has a record of another sink, or of a newer version");
      }
      String key = new String(in.readNBytes(in.readInt()), StandardCharsets.US_ASCII);
      return new Change(key, kind == SET ? Optional.of(in.readAllBytes()) : Optional.empty());
    }
  }
}
