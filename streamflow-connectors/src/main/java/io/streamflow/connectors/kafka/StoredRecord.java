package io.streamflow.connectors.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** How a record waits in the outbox: without its topic. A later version must read it. */
final class StoredRecord {
  private static final int FORM = 1;
  private static final int NONE = -1;

  private StoredRecord() {}

  static byte[] bytes(ProducerRecord<byte[], byte[]> record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(FORM);
    out.writeInt(record.partition() == null ? NONE : record.partition());
    out.writeLong(record.timestamp());
    write(out, record.key());
    write(out, record.value());
    Header[] headers = record.headers().toArray();
    out.writeInt(headers.length);
    for (Header header : headers) {
      write(out, header.key().getBytes(StandardCharsets.UTF_8));
      write(out, header.value());
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, byte @Nullable [] part) throws IOException {
    out.writeInt(part == null ? NONE : part.length);
    if (part != null) {
      out.write(part);
    }
  }

  @SuppressWarnings("NullAway") // a record of Kafka's may lack partition, key and value
  static ProducerRecord<byte[], byte[]> record(String topic, byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int form = in.readByte();
    if (form != FORM) {
      throw new StreamCorruptedException(
          "a record in the outbox has form " + form + ", and this version knows " + FORM);
    }
    int partition = in.readInt();
    long timestamp = in.readLong();
    byte[] key = read(in);
    byte[] value = read(in);
    int count = in.readInt();
    List<Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String name = new String(read(in), StandardCharsets.UTF_8);
      headers.add(new RecordHeader(name, read(in)));
    }
    return new ProducerRecord<>(
        topic, partition == NONE ? null : partition, timestamp, key, value, headers);
  }

  private static byte @Nullable [] read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == NONE) {
      return null;
    }
    byte[] part = new byte[length];
    in.readFully(part);
    return part;
  }
}
