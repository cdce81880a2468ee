package io.streamflow.connectors.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A gzip file, decompressed; several members one after the other are one content (RFC 1952). The
 * JDK's own stream takes garbage after a member for the end of the file, which loses data in
 * silence; this one refuses it, except for padding with zeros.
 */
final class GzipInput implements ByteInput {
  private static final int MAGIC = 0x8b1f;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final FileChannel channel;
  private final byte[] compressed = new byte[64 * 1024];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final FileHead head = new FileHead();
  private int next;
  private int limit;
  private long consumed;
  private long position;
  private boolean inMember;
  private boolean anyMember;

  private GzipInput(FileChannel channel) {
    this.channel = channel;
  }

  static GzipInput open(Path path) throws IOException {
    return new GzipInput(FileChannel.open(path, StandardOpenOption.READ));
  }

  /** Decompresses everything before {@code target}: there is no other way to it. */
  @Override
  public boolean skipTo(long target) throws IOException {
    byte[] skipped = new byte[64 * 1024];
    while (position < target) {
      if (read(skipped, 0, (int) Math.min(skipped.length, target - position)) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (inMember || nextMember()) {
      try {
        int count = inflater.inflate(into, offset, length);
        if (count > 0) {
          crc.update(into, offset, count);
          head.take(into, offset, count, position);
          position += count;
          return count;
        }
      } catch (DataFormatException e) {
        throw corrupt(String.valueOf(e.getMessage()));
      }
      if (inflater.finished()) {
        next = limit - inflater.getRemaining();
        endMember();
      } else if (inflater.needsDictionary()) {
        throw corrupt("it wants a dictionary");
      } else {
        require();
        inflater.setInput(compressed, next, limit - next);
        next = limit;
      }
    }
    return -1;
  }

  @Override
  public FileHead head() {
    return head;
  }

  private boolean nextMember() throws IOException {
    while (anyMember && fill() && compressed[next] == 0) {
      next++;
    }
    if (anyMember && !fill()) {
      return false;
    }
    if (read16() != MAGIC) {
      throw corrupt(anyMember ? "there is something else after its end" : "it is not gzip data");
    }
    if (read8() != 8) {
      throw corrupt("unknown compression method");
    }
    int flags = read8();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(read16());
    }
    for (int text = flags & (NAME | COMMENT); text != 0; text &= text - 1) {
      while (read8() != 0) {
        // a text that ends with a zero
      }
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    // What of the member was read along with its header.
    inflater.setInput(compressed, next, limit - next);
    next = limit;
    crc.reset();
    inMember = true;
    anyMember = true;
    return true;
  }

  private void endMember() throws IOException {
    long expectedCrc = read16() | (long) read16() << 16;
    long expectedSize = read16() | (long) read16() << 16;
    if (expectedCrc != crc.getValue()) {
      throw corrupt("the checksum is wrong");
    }
    if (expectedSize != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw corrupt("the size is wrong");
    }
    inMember = false;
  }

  private int read8() throws IOException {
    require();
    return compressed[next++] & 0xff;
  }

  private int read16() throws IOException {
    return read8() | read8() << 8;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      read8();
    }
  }

  private void require() throws IOException {
    if (!fill()) {
      throw new EOFException("the gzip data is truncated: it ends after " + consumed + " bytes");
    }
  }

  /** Whether there is a compressed byte at {@link #next}. */
  private boolean fill() throws IOException {
    if (next < limit) {
      return true;
    }
    int count = channel.read(ByteBuffer.wrap(compressed));
    next = 0;
    limit = Math.max(0, count);
    consumed += limit;
    return limit > 0;
  }

  private IOException corrupt(String why) {
    String where = " before byte " + (consumed - limit + next);
    return new IOException("the gzip data is corrupt" + where + ": " + why);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    channel.close();
  }
}
