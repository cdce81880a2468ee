package io.streamflow.connectors.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The ids of requests whose segments are gone, beside the segments: a version, the ids, a checksum.
 */
final class IdFile {
  private static final String NAME = "ids";
  private static final int VERSION = 1;

  private IdFile() {}

  /** Replaces the file; safe when it returns. */
  static void write(Path directory, List<KnownIds.Known> ids, Disk disk) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(VERSION);
    out.writeInt(ids.size());
    for (KnownIds.Known known : ids) {
      out.writeUTF(known.id());
      out.writeLong(known.digest().high());
      out.writeLong(known.digest().low());
      out.writeInt(known.events());
      out.writeLong(known.acceptedMillis());
    }
    out.writeInt(EntryFormat.checksum(bytes.toByteArray(), 0, bytes.size()));
    Path fresh = directory.resolve(NAME + ".new");
    try (FileChannel file =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      disk.write(file, ByteBuffer.wrap(bytes.toByteArray()));
      disk.force(file);
    }
    Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    LogDirectory.force(directory);
  }

  /**
   * The ids in the file; none when there is no file.
   *
   * @throws IOException when it is damaged; says what to do
   */
  static List<KnownIds.Known> read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      return List.of();
    }
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - Integer.BYTES;
    if (end < 2 * Integer.BYTES
        || ByteBuffer.wrap(bytes).getInt(end) != EntryFormat.checksum(bytes, 0, end)) {
      throw new IOException(
          file
              + " is damaged. Bring it back from a copy, or delete it to go on without: retries of"
              + " requests whose events are no longer in the log would then count twice");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException(
          file + " is of version " + version + ", and this release knows version " + VERSION);
    }
    List<KnownIds.Known> ids = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String id = in.readUTF();
      Digest digest = new Digest(in.readLong(), in.readLong());
      ids.add(new KnownIds.Known(id, digest, in.readInt(), in.readLong()));
    }
    return ids;
  }
}
