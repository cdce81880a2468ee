package io.streamflow.connectors.kafka;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** How a record waits in the outbox: without its topic. A later version must read it. */
final class StoredRecord {
  private static final byte FORM = 1;
  private static final int NONE = -1;

  /** Form, partition, timestamp, number of headers. */
  private static final int FIXED_BYTES = Byte.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES;

  private StoredRecord() {}

  static byte[] bytes(ProducerRecord<byte[], byte[]> record) {
    Header[] headers = record.headers().toArray();
    byte[][] names = new byte[headers.length][];
    int length = FIXED_BYTES + length(record.key()) + length(record.value());
    for (int i = 0; i < headers.length; i++) {
      names[i] = headers[i].key().getBytes(StandardCharsets.UTF_8);
      length += length(names[i]) + length(headers[i].value());
    }
    byte[] bytes = new byte[length];
    ByteBuffer out =
        ByteBuffer.wrap(bytes)
            .put(FORM)
            .putInt(record.partition() == null ? NONE : record.partition())
            .putLong(record.timestamp());
    put(out, record.key());
    put(out, record.value());
    out.putInt(headers.length);
    for (int i = 0; i < headers.length; i++) {
      put(out, names[i]);
      put(out, headers[i].value());
    }
    return bytes;
  }

  private static int length(byte @Nullable [] part) {
    return Integer.BYTES + (part == null ? 0 : part.length);
  }

  private static void put(ByteBuffer out, byte @Nullable [] part) {
    if (part == null) {
      out.putInt(NONE);
    } else {
      out.putInt(part.length).put(part);
    }
  }

  static ProducerRecord<byte[], byte[]> record(String topic, byte[] bytes) throws IOException {
    try {
      return read(topic, ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException e) {
      throw new StreamCorruptedException("a record in the outbox is cut off");
    }
  }

  @SuppressWarnings("NullAway") // a record of Kafka's may lack partition, key and value
  private static ProducerRecord<byte[], byte[]> read(String topic, ByteBuffer in)
      throws IOException {
    byte form = in.get();
    if (form != FORM) {
      throw new StreamCorruptedException(
          "a record in the outbox has form " + form + ", and this version knows " + FORM);
    }
    int partition = in.getInt();
    long timestamp = in.getLong();
    byte[] key = part(in);
    byte[] value = part(in);
    int count = in.getInt();
    List<Header> headers = count == 0 ? List.of() : new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String name = new String(part(in), StandardCharsets.UTF_8);
      headers.add(new RecordHeader(name, part(in)));
    }
    return new ProducerRecord<>(
        topic, partition == NONE ? null : partition, timestamp, key, value, headers);
  }

  private static byte @Nullable [] part(ByteBuffer in) {
    int length = in.getInt();
    if (length == NONE) {
      return null;
    }
    byte[] part = new byte[length];
    in.get(part);
    return part;
  }
}
