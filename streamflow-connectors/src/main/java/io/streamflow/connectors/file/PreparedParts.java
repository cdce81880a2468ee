package io.streamflow.connectors.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The files of an epoch, as a checkpoint remembers them: a line for each, compressed when they are
 * many.
 *
 * <pre>
 *   day=2026-01-01/part-0-7.txt             finished: to be made visible
 *   day=2026-01-02/part-0-5.txt \t 812 \t 7   goes on after epoch 7, which it has 812 bytes of
 * </pre>
 */
record PreparedParts(List<Entry> entries) {
  private static final int LONG_BYTES = 512;
  private static final byte COMPRESSED = 0;
  private static final long FINISHED = -1;

  /**
   * A file.
   *
   * @param name where it is to be visible, below the sink's directory
   * @param length of what is prepared, when the file goes on
   * @param epoch in which it was so long
   */
  record Entry(String name, long length, long epoch) {
    static Entry finished(String name) {
      return new Entry(name, FINISHED, 0);
    }

    boolean isFinished() {
      return length == FINISHED;
    }
  }

  byte[] bytes() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      text.append(text.isEmpty() ? "" : "\n").append(entry.name);
      if (!entry.isFinished()) {
        text.append('\t').append(entry.length).append('\t').append(entry.epoch);
      }
    }
    byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
    if (plain.length <= LONG_BYTES) {
      return plain;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(COMPRESSED);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes)) {
      deflated.write(plain);
    }
    return bytes.toByteArray();
  }

  static PreparedParts of(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return new PreparedParts(List.of());
    }
    byte[] plain = bytes;
    if (bytes[0] == COMPRESSED) {
      try (InflaterInputStream inflated =
          new InflaterInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1))) {
        plain = inflated.readAllBytes();
      }
    }
    List<Entry> entries = new ArrayList<>();
    for (String line : new String(plain, StandardCharsets.UTF_8).split("\n", -1)) {
      String[] fields = line.split("\t", -1);
      entries.add(
          fields.length < 3
              ? Entry.finished(line)
              : new Entry(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2])));
    }
    return new PreparedParts(entries);
  }
}
