package io.streamflow.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one task has changed in its state during an epoch, as bytes. Filled by the task, then handed
 * over to the thread that writes the checkpoint; never by two threads at once.
 *
 * <p>Ranges are deleted first, then pairs are put and deleted, so that a range may be filled anew
 * in the epoch in which it was deleted. A key occurs at most once among the pairs.
 */
public final class EpochWrites {

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

  private final List<Write> pairs = new ArrayList<>();
  private final List<Range> ranges = new ArrayList<>();
  private long bytes;

  /** Puts a pair. */
  public void put(byte[] key, byte[] value) {
    pairs.add(new Write(key, value));
    bytes += key.length + value.length;
  }

  /** Deletes a key. */
  public void delete(byte[] key) {
    pairs.add(new Write(key, null));
    bytes += key.length;
  }

  /** Deletes the keys from {@code from} (inclusive) to {@code to} (exclusive). */
  public void deleteRange(byte[] from, byte[] to) {
    ranges.add(new Range(from, to));
  }

  /** How many pairs are put or deleted. */
  public int size() {
    return pairs.size();
  }

  /** How many bytes keys and values have. */
  public long bytes() {
    return bytes;
  }

  /** Whether nothing has changed. */
  public boolean isEmpty() {
    return pairs.isEmpty() && ranges.isEmpty();
  }

  /** Shows every range that is deleted. */
  public void forEachRange(Consumer<? super Range> action) {
    ranges.forEach(action);
  }

  /** Shows every pair that is put or deleted, in no particular order. */
  public void forEachPair(Consumer<? super Write> action) {
    pairs.forEach(action);
  }
}
