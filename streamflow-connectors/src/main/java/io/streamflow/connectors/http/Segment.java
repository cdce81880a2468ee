package io.streamflow.connectors.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of a log: a head of 24 bytes (what it is, which log's, the number of its first event), and
 * entries. Named by the number of its first event.
 *
 * @param file the file
 * @param first the number of its first event
 */
record Segment(Path file, long first) {
  static final int HEAD_BYTES = 24;

  /** "SFHTTP" and the version. */
  private static final long KIND = 0x53_46_48_54_54_50_00_01L;

  private static final Pattern NAME = Pattern.compile("events-(\\d{19})\\.log");

  static Segment in(Path directory, long first) {
    return new Segment(directory.resolve("events-%019d.log".formatted(first)), first);
  }

  /** The segment that a file is by its name; null for any other file. */
  static @Nullable Segment of(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() ? new Segment(file, Long.parseLong(name.group(1))) : null;
  }

  static ByteBuffer head(long log, long first) {
    return ByteBuffer.allocate(HEAD_BYTES).putLong(KIND).putLong(log).putLong(first).flip();
  }

  /** Whether a crash cut the file before its head was there, and so before any entry. */
  boolean isUnborn() throws IOException {
    return Files.size(file) < HEAD_BYTES;
  }

  /**
   * Which log it is of.
   *
   * @throws IOException when it is no segment, of a newer version, or of another name
   */
  long log() throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (head.hasRemaining() && channel.read(head) >= 0) {
        // until the head is whole
      }
    }
    if (head.hasRemaining() || head.getLong(0) >> 16 != KIND >> 16) {
      throw new IOException(file + " is not a file of an event log");
    }
    if (head.getLong(0) != KIND) {
      throw new IOException(
          file
              + " is of version "
              + (head.getLong(0) & 0xffff)
              + ", and this release knows version "
              + (KIND & 0xffff)
              + ": use the release that wrote it");
    }
    if (head.getLong(16) != first) {
      throw new IOException(file + " was renamed: its first event is " + head.getLong(16));
    }
    return head.getLong(8);
  }
}
