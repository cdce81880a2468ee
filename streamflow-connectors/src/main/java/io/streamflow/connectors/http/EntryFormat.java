package io.streamflow.connectors.http;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of an entry in a segment:
 *
 * <pre>
 * mark 4 | length of the rest 4 | CRC32C of the rest 4
 *   | how much of the segment was safe when it was written 8
 *   | number of its first event 8 | accepted 8 | length 2, id | digest 16 | events 4
 *   | per event: length 4, bytes
 * </pre>
 *
 * What was safe tells damage from a write that a crash cut short: see {@link SegmentScan}.
 */
final class EntryFormat {
  static final int MARK = 0x53_46_48_45;
  static final int HEAD_BYTES = 12;
  private static final int FIXED_BYTES = 8 + 8 + 8 + 2 + Digest.BYTES + 4;

  /** Longer than any body may be. */
  static final int MAX_BYTES = Integer.MAX_VALUE - 1024;

  private EntryFormat() {}

  /**
   * An entry as read.
   *
   * @param safe how much of the segment was safe when it was written
   */
  record Read(Entry entry, long safe) {}

  /** How many bytes an entry takes. */
  static long size(Entry entry) {
    long events = entry.events().stream().mapToLong(event -> 4L + event.length).sum();
    return HEAD_BYTES + FIXED_BYTES + entry.id().getBytes(StandardCharsets.UTF_8).length + events;
  }

  static byte[] bytes(Entry entry, long safe) {
    byte[] id = entry.id().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size(entry)));
    out.putInt(MARK).putInt(out.capacity() - HEAD_BYTES).putInt(0);
    out.putLong(safe).putLong(entry.first()).putLong(entry.acceptedMillis());
    out.putShort((short) id.length)
        .put(id)
        .putLong(entry.digest().high())
        .putLong(entry.digest().low())
        .putInt(entry.events().size());
    for (byte[] event : entry.events()) {
      out.putInt(event.length).put(event);
    }
    out.putInt(8, checksum(out.array(), HEAD_BYTES, out.capacity() - HEAD_BYTES));
    return out.array();
  }

  static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /**
   * Reads what follows the head.
   *
   * @throws BufferUnderflowException when lengths inside do not fit, though the checksum does
   */
  static Read read(ByteBuffer in) {
    long safe = in.getLong();
    long first = in.getLong();
    long acceptedMillis = in.getLong();
    byte[] id = new byte[in.getShort()];
    in.get(id);
    Digest digest = new Digest(in.getLong(), in.getLong());
    int count = in.getInt();
    List<byte[]> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new BufferUnderflowException();
      }
      byte[] event = new byte[length];
      in.get(event);
      events.add(event);
    }
    String text = new String(id, StandardCharsets.UTF_8);
    return new Read(new Entry(first, acceptedMillis, text, digest, events), safe);
  }
}
