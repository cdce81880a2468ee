package io.streamflow.store;

import io.streamflow.store.MetaPage.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Looks whether every page that LMDB could read is in the file. Needed where the file is shorter
 * than the last page ever used, which can be right: a page that was taken and given back within one
 * transaction is never written.
 */
final class PageWalk {
  private static final long NO_ROOT = -1;
  private static final int HEADER_BYTES = 16;
  private static final int FLAGS_AT = 10;
  private static final int LOWER_AT = 12;
  private static final int BRANCH = 0x01;
  private static final int LEAF = 0x02;

  /** LMDB's trees are never as deep. */
  private static final int MAX_DEPTH = 32;

  private static final int NODE_BYTES = 8;
  private static final int BIG_DATA = 0x01;
  private static final int SUB_TREE = 0x02;
  private static final int SUB_TREE_ROOT_AT = 40;

  private final FileChannel file;
  private final int pageBytes;

  PageWalk(FileChannel file, int pageBytes) {
    this.file = file;
    this.pageBytes = pageBytes;
  }

  /** Fails if a page in use is missing, or is not a page of a tree. */
  static void check(FileChannel file, MetaPage meta) throws IOException, Damage {
    PageWalk walk = new PageWalk(file, meta.pageBytes());
    walk.tree(meta.freeRoot(), 0);
    walk.tree(meta.mainRoot(), 0);
  }

  private void tree(long number, int depth) throws IOException, Damage {
    if (number == NO_ROOT) {
      return;
    }
    ByteBuffer page = page(number);
    int flags = page.getShort(FLAGS_AT);
    if ((flags & (BRANCH | LEAF)) == 0 || depth > MAX_DEPTH) {
      throw new Damage("page " + number + " is not one of a tree");
    }
    int nodes = (Short.toUnsignedInt(page.getShort(LOWER_AT)) - HEADER_BYTES) / Short.BYTES;
    for (int i = 0; i < nodes; i++) {
      int node = Short.toUnsignedInt(page.getShort(HEADER_BYTES + i * Short.BYTES));
      if (node + NODE_BYTES > pageBytes) {
        throw new Damage("page " + number + " points behind its end");
      }
      if ((flags & BRANCH) != 0) {
        tree(branchTarget(page, node), depth + 1);
      } else {
        leaf(page, node, depth);
      }
    }
  }

  private static long branchTarget(ByteBuffer page, int node) {
    return Integer.toUnsignedLong(page.getInt(node))
        | (long) Short.toUnsignedInt(page.getShort(node + 4)) << Integer.SIZE;
  }

  private void leaf(ByteBuffer page, int node, int depth) throws IOException, Damage {
    int flags = page.getShort(node + 4);
    int data = node + NODE_BYTES + Short.toUnsignedInt(page.getShort(node + 6));
    if ((flags & BIG_DATA) != 0) {
      long value = Integer.toUnsignedLong(page.getInt(node));
      long end = page.getLong(data) * pageBytes + HEADER_BYTES + value;
      Damage.read(file, end - 1, 1);
    } else if ((flags & SUB_TREE) != 0) {
      tree(page.getLong(data + SUB_TREE_ROOT_AT), depth + 1);
    }
  }

  private ByteBuffer page(long number) throws IOException, Damage {
    return Damage.read(file, number * pageBytes, pageBytes);
  }
}
