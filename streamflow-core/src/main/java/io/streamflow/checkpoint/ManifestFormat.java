package io.streamflow.checkpoint;

import io.streamflow.spi.Offset;
import io.streamflow.spi.OutboxMark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** How a manifest is written as bytes: fields in order, texts and lists behind their lengths. */
public final class ManifestFormat {
  private static final int VERSION = 2;
  private static final int WITHOUT_OUTBOXES = 1;

  private ManifestFormat() {}

  /** The bytes of a manifest. */
  public static byte[] bytes(Manifest manifest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeInt(VERSION);
      out.writeLong(manifest.epoch());
      out.writeLong(manifest.mark());
      text(manifest.origin(), out);
      list(manifest.positions(), ManifestFormat::position, out);
      list(
          List.copyOf(new TreeMap<>(manifest.watermarks()).entrySet()),
          ManifestFormat::watermark,
          out);
      list(manifest.outputs(), ManifestFormat::output, out);
      out.writeInt(manifest.plan().keyGroups());
      out.writeInt(manifest.plan().nextStateId());
      list(manifest.plan().steps(), ManifestFormat::step, out);
      list(manifest.outboxes(), ManifestFormat::outbox, out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The manifest that was written as {@code bytes}.
   *
   * @throws IOException when they are damaged, or of a newer version
   */
  public static Manifest read(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readInt();
    if (version != VERSION && version != WITHOUT_OUTBOXES) {
      throw new StreamCorruptedException(
          "the checkpoint's manifest has version "
              + version
              + ", and this StreamFlow reads versions up to "
              + VERSION
              + ": use the version that wrote it, or a newer one");
    }
    long epoch = in.readLong();
    long mark = in.readLong();
    String origin = text(in);
    List<SourcePosition> positions = list(in, ManifestFormat::position);
    Map<String, Long> watermarks = new HashMap<>();
    list(in, ManifestFormat::watermark)
        .forEach(entry -> watermarks.put(entry.getKey(), entry.getValue()));
    List<PreparedOutput> outputs = list(in, ManifestFormat::output);
    StoredPlan plan = new StoredPlan(in.readInt(), in.readInt(), list(in, ManifestFormat::step));
    List<SinkOutbox> outboxes =
        version == WITHOUT_OUTBOXES ? List.of() : list(in, ManifestFormat::outbox);
    return new Manifest(epoch, mark, origin, positions, watermarks, outputs, outboxes, plan);
  }

  private static void position(SourcePosition position, DataOutputStream out) throws IOException {
    text(position.source(), out);
    text(position.partition(), out);
    array(position.offset().bytes(), out);
    out.writeLong(position.greatestTimestamp());
  }

  private static SourcePosition position(DataInputStream in) throws IOException {
    return new SourcePosition(text(in), text(in), Offset.of(array(in)), in.readLong());
  }

  private static void watermark(Map.Entry<String, Long> entry, DataOutputStream out)
      throws IOException {
    text(entry.getKey(), out);
    out.writeLong(entry.getValue());
  }

  private static Map.Entry<String, Long> watermark(DataInputStream in) throws IOException {
    return Map.entry(text(in), in.readLong());
  }

  private static void output(PreparedOutput output, DataOutputStream out) throws IOException {
    text(output.sink(), out);
    array(output.bytes(), out);
  }

  private static PreparedOutput output(DataInputStream in) throws IOException {
    return new PreparedOutput(text(in), array(in));
  }

  private static void outbox(SinkOutbox outbox, DataOutputStream out) throws IOException {
    text(outbox.sink(), out);
    list(outbox.confirmed().stream().toList(), ManifestFormat::mark, out);
    list(outbox.pending(), ManifestFormat::pending, out);
  }

  private static SinkOutbox outbox(DataInputStream in) throws IOException {
    return new SinkOutbox(
        text(in),
        list(in, ManifestFormat::mark).stream().findFirst(),
        list(in, ManifestFormat::pending));
  }

  private static void mark(OutboxMark mark, DataOutputStream out) throws IOException {
    out.writeLong(mark.epoch());
    out.writeLong(mark.id().getMostSignificantBits());
    out.writeLong(mark.id().getLeastSignificantBits());
  }

  private static OutboxMark mark(DataInputStream in) throws IOException {
    return new OutboxMark(in.readLong(), new UUID(in.readLong(), in.readLong()));
  }

  private static void pending(PendingOutbox pending, DataOutputStream out) throws IOException {
    mark(pending.mark(), out);
    out.writeLong(pending.records());
    out.writeLong(pending.recordBytes());
    out.writeLong(pending.fileBytes());
    out.writeInt(pending.checksum());
  }

  private static PendingOutbox pending(DataInputStream in) throws IOException {
    return new PendingOutbox(mark(in), in.readLong(), in.readLong(), in.readLong(), in.readInt());
  }

  private static void step(StoredPlan.Step step, DataOutputStream out) throws IOException {
    text(step.name(), out);
    text(step.kind().name(), out);
    text(step.description(), out);
    list(step.states(), ManifestFormat::state, out);
  }

  private static StoredPlan.Step step(DataInputStream in) throws IOException {
    return new StoredPlan.Step(
        text(in), StoredPlan.Kind.valueOf(text(in)), text(in), list(in, ManifestFormat::state));
  }

  private static void state(StoredPlan.State state, DataOutputStream out) throws IOException {
    text(state.name(), out);
    out.writeInt(state.id());
    text(state.key(), out);
    list(state.forms(), ManifestFormat::text, out);
  }

  private static StoredPlan.State state(DataInputStream in) throws IOException {
    return new StoredPlan.State(text(in), in.readInt(), text(in), list(in, ManifestFormat::text));
  }

  private interface Writer<T> {
    void write(T value, DataOutputStream out) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static <T> void list(List<T> values, Writer<? super T> writer, DataOutputStream out)
      throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      writer.write(value, out);
    }
  }

  private static <T> List<T> list(DataInputStream in, Reader<? extends T> reader)
      throws IOException {
    int size = in.readInt();
    List<T> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(reader.read(in));
    }
    return values;
  }

  private static void text(String value, DataOutputStream out) throws IOException {
    array(value.getBytes(StandardCharsets.UTF_8), out);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(array(in), StandardCharsets.UTF_8);
  }

  private static void array(byte[] value, DataOutputStream out) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }

  private static byte[] array(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] value = length < 0 ? new byte[0] : in.readNBytes(length);
    if (value.length != length) {
      throw new StreamCorruptedException("the checkpoint's manifest is cut off");
    }
    return value;
  }
}
