package io.streamflow.connectors.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A file as it is. Can tell what has become of the file behind its name since it was opened. */
final class PlainInput implements ByteInput {
  /** What has become of the file that is being read. */
  enum Change {
    /** It is the same file, perhaps grown. */
    NONE,
    /** It has been cut, or cut and written again; what was read is gone. */
    TRUNCATED,
    /** Its name now belongs to another file. */
    REPLACED
  }

  private final Path path;
  private final FileChannel channel;
  private final @Nullable Object key;
  private final FileHead head = new FileHead();
  private long position;

  private PlainInput(Path path, FileChannel channel, @Nullable Object key) {
    this.path = path;
    this.channel = channel;
    this.key = key;
  }

  /** Opens {@code path} at its beginning. */
  static PlainInput open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new PlainInput(path, channel, attributes.fileKey());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Reads the head on the way, and nothing else. */
  @Override
  public boolean skipTo(long target) throws IOException {
    int headBytes = (int) Math.min(FileHead.MAX_BYTES, target);
    byte[] first = new byte[headBytes];
    head.take(first, 0, readAtStart(first), 0);
    if (head.length() < headBytes || channel.size() < target) {
      return false;
    }
    channel.position(target);
    position = target;
    return true;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = channel.read(ByteBuffer.wrap(into, offset, length));
    if (count > 0) {
      head.take(into, offset, count, position);
      position += count;
    }
    return count;
  }

  @Override
  public FileHead head() {
    return head;
  }

  /** Looks at the file behind the name again. A name that is gone for now counts as no change. */
  Change change() throws IOException {
    Object keyNow;
    try {
      keyNow = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      // Between the two steps of a rotation; the new file will come.
      return Change.NONE;
    }
    if (channel.size() < position || rewritten()) {
      return Change.TRUNCATED;
    }
    return key == null || key.equals(keyNow) ? Change.NONE : Change.REPLACED;
  }

  /** Whether the file was cut and has grown again, beyond the place where it was read. */
  private boolean rewritten() throws IOException {
    if (channel.size() == position) {
      return false;
    }
    byte[] now = new byte[head.length()];
    return !head.sameAs(now, readAtStart(now));
  }

  private int readAtStart(byte[] into) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into);
    while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
      // reads on until full or at the end
    }
    return buffer.position();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
