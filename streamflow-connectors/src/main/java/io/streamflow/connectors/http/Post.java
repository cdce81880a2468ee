package io.streamflow.connectors.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an item is in the outbox: all that its request needs but the address, which may have moved
 * when it is sent.
 *
 * @param order those of one number are sent in their order
 * @param values percent-encoded, by their names in the url
 * @param body of the item
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Post(int order, Map<String, String> values, byte[] body) {
  private static final int FORM = 1;

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORM);
      out.writeInt(order);
      out.writeInt(values.size());
      for (Map.Entry<String, String> value : values.entrySet()) {
        write(value.getKey(), out);
        write(value.getValue(), out);
      }
      out.write(body);
    } catch (IOException e) {
      throw new IllegalStateException(e); // memory does not fail so
    }
    return bytes.toByteArray();
  }

  private static void write(String ascii, DataOutputStream out) throws IOException {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static Post read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != FORM) {
        throw new IOException("the outbox has a record of another sink, or of a newer version");
      }
      int order = in.readInt();
      Map<String, String> values = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        values.put(text(in), text(in));
      }
      return new Post(order, values, in.readAllBytes());
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.US_ASCII);
  }
}
