package io.streamflow.connectors.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Looks through a segment that an earlier process has left.
 *
 * <p>What does not read as an entry is either what a crash cut short, which nobody was told of, and
 * is cut off; or damage to what was safe, which must not be passed over. Damage it is where the
 * segment has a successor, and where a later entry tells that the place had been safe before it was
 * written.
 *
 * @param end up to where the entries are whole
 * @param next the number of the event after them
 */
record SegmentScan(long end, long next) {

  /**
   * Tells of each entry, in order.
   *
   * @param last whether no segment follows
   * @throws IOException when it is damaged, or cannot be read; says where and what to do
   */
  static SegmentScan of(Path file, long first, boolean last, Consumer<Entry> entries)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      EntryReader reader = new EntryReader(channel, Segment.HEAD_BYTES);
      long next = first;
      try {
        for (var read = reader.next(size); read != null; read = reader.next(size)) {
          if (read.entry().first() != next) {
            throw damaged(
                file,
                reader.position(),
                "event " + next + " should come, but " + read.entry().first() + " does",
                next);
          }
          next = read.entry().next();
          entries.accept(read.entry());
        }
      } catch (EntryReader.NoEntryException e) {
        if (!last || wasSafe(channel, reader.position(), size)) {
          throw damaged(file, reader.position(), String.valueOf(e.getMessage()), next);
        }
      }
      return new SegmentScan(reader.position(), next);
    }
  }

  private static IOException damaged(Path file, long place, String why, long next) {
    return new IOException(
        file
            + " is damaged at byte "
            + place
            + ": "
            + why
            + "; the events from "
            + next
            + " on were accepted, and would be lost. Bring the file back from a copy, or give the"
            + " source a new log directory and the job a new state directory to go on without them");
  }

  /** Whether an entry behind the place says that it was safe. */
  private static boolean wasSafe(FileChannel channel, long place, long size) throws IOException {
    EntryReader reader = new EntryReader(channel, place);
    ByteBuffer window = ByteBuffer.allocate(64 * 1024);
    for (long at = place + 1; at + EntryFormat.HEAD_BYTES <= size; ) {
      window.clear();
      int read = channel.read(window, at);
      if (read < EntryFormat.HEAD_BYTES) {
        return false;
      }
      for (int i = 0; i <= read - 4; i++) {
        if (window.getInt(i) == EntryFormat.MARK) {
          reader.position(at + i);
          try {
            EntryFormat.Read found = reader.next(size);
            if (found != null && found.safe() > place) {
              return true;
            }
          } catch (EntryReader.NoEntryException e) {
            // four bytes that only look like the mark
          }
        }
      }
      at += read - 3;
    }
    return false;
  }
}
