package io.streamflow.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one task has changed in its state during an epoch, as bytes. Filled by the task, then handed
 * over to the thread that writes the checkpoint; never by two threads at once.
 *
 * <p>Ranges are deleted first, then pairs are put and deleted, so that a range may be filled anew
 * in the epoch in which it was deleted. A key occurs at most once among the pairs. These are {@link
 * PackedChange packed} into few large arrays: an object for each would cost the task, and the
 * garbage collector, more than all else that is done for it.
 */
public final class EpochWrites {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int FIRST_PLACES = 16;
  private static final byte[] NOTHING = {};

  /**
   * A pair to be put, or a key to be deleted.
   *
   * @param key the key
   * @param value its new value; null deletes it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Write(byte[] key, byte @Nullable [] value) {}

  /**
   * Keys to be deleted.
   *
   * @param from the first of them
   * @param to the first that stays
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Range(byte[] from, byte[] to) {}

  /** Takes the place of a pair: {@link PackedChange} says how it lies there. */
  @FunctionalInterface
  public interface Places {
    /** A pair is in an array at this index. */
    void at(byte[] block, int index);
  }

  private final List<byte[]> blocks = new ArrayList<>();
  private final List<Range> ranges = new ArrayList<>();
  private byte[] block = NOTHING;
  private int end;

  /** For each pair the number of its block, in the high half, and its place in there. */
  private long[] places = new long[FIRST_PLACES];

  private int count;
  private long bytes;

  /**
   * Puts a pair.
   *
   * @throws IllegalArgumentException if it is too long to be stored
   */
  public void put(byte[] key, byte[] value) {
    int at = room(key.length, value.length);
    end = PackedChange.write(block, at, PackedChange.PUT, key, value);
  }

  /**
   * Puts a pair, of which the key and the value lie one after the other in an array.
   *
   * @throws IllegalArgumentException if it is too long to be stored
   */
  void put(byte[] pair, int keyLength, int length) {
    int at = room(keyLength, length - keyLength);
    end = PackedChange.write(block, at, PackedChange.PUT, pair, keyLength, length - keyLength);
  }

  /**
   * Deletes a key.
   *
   * @throws IllegalArgumentException if it is too long to be stored
   */
  public void delete(byte[] key) {
    delete(key, key.length);
  }

  /** Deletes a key, the first bytes of an array. */
  void delete(byte[] key, int length) {
    int at = room(length, 0);
    end = PackedChange.write(block, at, PackedChange.DELETE, key, length, 0);
  }

  /** Makes room for a change and takes note of its place, which is returned. */
  private int room(int keyLength, int valueLength) {
    long needed = PackedChange.bytes(keyLength, valueLength);
    if (keyLength > PackedChange.MAX_FIRST_BYTES || needed > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "what has " + keyLength + " and " + valueLength + " bytes is too long to be stored");
    }
    if (needed > block.length - end) {
      block = new byte[(int) Math.max(BLOCK_BYTES, needed)];
      blocks.add(block);
      end = 0;
    }
    if (count == places.length) {
      places = Arrays.copyOf(places, 2 * count);
    }
    places[count++] = (long) (blocks.size() - 1) << Integer.SIZE | end;
    bytes += keyLength + (long) valueLength;
    return end;
  }

  /** Deletes the keys from {@code from} (inclusive) to {@code to} (exclusive). */
  public void deleteRange(byte[] from, byte[] to) {
    ranges.add(new Range(from, to));
  }

  /** How many pairs are put or deleted. */
  public int size() {
    return count;
  }

  /** How many bytes keys and values have. */
  public long bytes() {
    return bytes;
  }

  /** Whether nothing has changed. */
  public boolean isEmpty() {
    return count == 0 && ranges.isEmpty();
  }

  /** Shows every range that is deleted. */
  public void forEachRange(Consumer<? super Range> action) {
    ranges.forEach(action);
  }

  /** Shows where every pair is that is put or deleted, in the order in which they came. */
  public void forEachPlace(Places action) {
    for (int i = 0; i < count; i++) {
      action.at(blocks.get((int) (places[i] >>> Integer.SIZE)), (int) places[i]);
    }
  }

  /** Shows every pair that is put or deleted, in the order in which they came. */
  public void forEachPair(Consumer<? super Write> action) {
    forEachPlace((in, at) -> action.accept(PackedChange.pair(in, at)));
  }
}
