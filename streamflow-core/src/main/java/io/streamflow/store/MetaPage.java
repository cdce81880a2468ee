package io.streamflow.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * What the head of LMDB's file says of the rest: LMDB maps the file without looking whether all of
 * it is there, and the JVM would end when it reads behind the end. Read here without a map.
 *
 * @param pageBytes how large its pages are
 * @param transaction the number of the last commit
 * @param lastPage the last page that a commit has used
 * @param freeRoot where the tree of free pages begins, or -1
 * @param mainRoot where the tree of tables begins, or -1
 */
record MetaPage(int pageBytes, long transaction, long lastPage, long freeRoot, long mainRoot) {
  private static final int MAGIC = 0xBEEFC0DE;
  private static final int DATA_VERSION = 1;
  private static final int HEADER_BYTES = 16;
  private static final int META_BYTES = 136;
  private static final int PAGE_BYTES_AT = HEADER_BYTES + 24;
  private static final int FREE_ROOT_AT = HEADER_BYTES + 64;
  private static final int MAIN_ROOT_AT = HEADER_BYTES + 112;
  private static final int LAST_PAGE_AT = HEADER_BYTES + 120;
  private static final int TRANSACTION_AT = HEADER_BYTES + 128;

  /** The page of the last commit, of the two that take turns. */
  static MetaPage newest(FileChannel file) throws IOException, Damage {
    MetaPage first = at(file, 0);
    MetaPage second = at(file, first.pageBytes());
    return second.transaction() > first.transaction() ? second : first;
  }

  private static MetaPage at(FileChannel file, long position) throws IOException, Damage {
    ByteBuffer page = Damage.read(file, position, HEADER_BYTES + META_BYTES);
    if (page.getInt(HEADER_BYTES) != MAGIC) {
      throw new Damage("it is not a file of LMDB");
    }
    int version = page.getInt(HEADER_BYTES + Integer.BYTES);
    if (version != DATA_VERSION) {
      throw new Damage("it is of LMDB's data version " + version + ", not " + DATA_VERSION);
    }
    int pageBytes = page.getInt(PAGE_BYTES_AT);
    if (Integer.bitCount(pageBytes) != 1 || pageBytes < 256 || pageBytes > 65536) {
      throw new Damage("it claims to have pages of " + pageBytes + " bytes");
    }
    return new MetaPage(
        pageBytes,
        page.getLong(TRANSACTION_AT),
        page.getLong(LAST_PAGE_AT),
        page.getLong(FREE_ROOT_AT),
        page.getLong(MAIN_ROOT_AT));
  }

  /** The file is not what it should be. */
  static final class Damage extends Exception {
    private static final long serialVersionUID = 1L;

    Damage(String message) {
      super(message);
    }

    /** Reads so many bytes, or says that they are not there. */
    static ByteBuffer read(FileChannel file, long position, int bytes) throws IOException, Damage {
      ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
      while (buffer.hasRemaining()) {
        if (file.read(buffer, position + buffer.position()) < 0) {
          throw new Damage(
              "it is cut off: it ends after "
                  + file.size()
                  + " bytes, and those up to "
                  + (position + bytes)
                  + " are in use");
        }
      }
      return buffer;
    }
  }
}
