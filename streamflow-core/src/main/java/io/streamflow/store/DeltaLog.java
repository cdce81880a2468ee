package io.streamflow.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.GetOp;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Stat;
import org.lmdbjava.Txn;

/**
 * The log of a data file: chunks of changes by their number, eight bytes, big end first. It has two
 * halves, tables that take turns: while one is moved into the tree, commits append to the other, so
 * that the first is given up whole, which costs LMDB little. Throws what LMDB throws.
 */
final class DeltaLog {
  static final int HALVES = 2;

  private static final List<byte[]> NAMES =
      Stream.of("delta-0", "delta-1").map(name -> name.getBytes(StandardCharsets.UTF_8)).toList();

  private final List<Dbi<Window>> halves;

  private DeltaLog(List<Dbi<Window>> halves) {
    this.halves = halves;
  }

  static DeltaLog open(Env<Window> env, Txn<Window> txn, DbiFlags... flags) {
    return new DeltaLog(
        NAMES.stream().map(name -> env.openDbi(txn, name, null, false, flags)).toList());
  }

  /** Appends chunks, the first with a number that is greater than all in this half. */
  void append(Txn<Window> txn, int half, long number, byte[][] chunks) {
    KeyBuffer keys = new KeyBuffer();
    try (Cursor<Window> cursor = halves.get(half).openCursor(txn)) {
      long next = number;
      for (byte[] chunk : chunks) {
        Window key = keys.hold(bytes(next++));
        cursor.reserve(key, chunk.length, PutFlags.MDB_APPEND).write(chunk);
      }
    }
  }

  /**
   * Some chunks of a half, one after the other.
   *
   * @param next the number of the chunk after them, or -1 if they are the last
   */
  record Part(List<byte[]> chunks, long next) {}

  /** The chunks of a half from a number on, until they have so many bytes together. */
  Part part(Txn<Window> txn, int half, long from, long bytes) {
    List<byte[]> chunks = new ArrayList<>();
    long left = bytes;
    try (Cursor<Window> cursor = halves.get(half).openCursor(txn)) {
      boolean found = cursor.get(new KeyBuffer().hold(bytes(from)), GetOp.MDB_SET_RANGE);
      while (found && left > 0) {
        byte[] chunk = cursor.val().copy();
        chunks.add(chunk);
        left -= chunk.length;
        found = cursor.next();
      }
      return new Part(chunks, found ? number(cursor.key().copy()) : -1);
    }
  }

  /** How many bytes the pages of both halves have. */
  long bytes(Txn<Window> txn) {
    long sum = 0;
    for (Dbi<Window> half : halves) {
      Stat pages = half.stat(txn);
      sum += (pages.branchPages + pages.leafPages + pages.overflowPages) * pages.pageSize;
    }
    return sum;
  }

  /** The half that was appended to last. */
  int newerHalf(Txn<Window> txn) {
    return last(txn, 1) > last(txn, 0) ? 1 : 0;
  }

  /** The number of the last chunk of all, or -1. */
  long last(Txn<Window> txn) {
    return Math.max(last(txn, 0), last(txn, 1));
  }

  private long last(Txn<Window> txn, int half) {
    try (Cursor<Window> cursor = halves.get(half).openCursor(txn)) {
      return cursor.last() ? number(cursor.key().copy()) : -1;
    }
  }

  /** Empties a half. */
  void clear(Txn<Window> txn, int half) {
    halves.get(half).drop(txn);
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static long number(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }
}
