package io.streamflow.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.PutFlags;
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

  /** Shows all chunks of a half in order; returns the number of the first, or -1 for none. */
  long read(Txn<Window> txn, int half, Consumer<byte[]> action) {
    try (Cursor<Window> cursor = halves.get(half).openCursor(txn)) {
      if (!cursor.first()) {
        return -1;
      }
      long first = number(cursor.key().copy());
      do {
        action.accept(cursor.val().copy());
      } while (cursor.next());
      return first;
    }
  }

  /** The number of the last chunk of a half, or -1. */
  long last(Txn<Window> txn, int half) {
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
