package io.streamflow.operator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Items on their way between tasks, with the watermarks that passed between them. Keeping each
 * watermark at its place makes what is late depend on the input alone, not on where batches
 * happened to be cut. Owned by one thread at a time.
 */
public final class Batch implements Items {
  private static final int INITIAL_MARKS = 8;
  private static final int[] NO_POSITIONS = {};
  private static final long[] NO_MARKS = {};
  private static final long[] NO_TIMESTAMPS = {};

  final Object[] values;

  /** Empty as long as no item has a timestamp: many never have, and all are read elsewhere. */
  private long[] timestamps;

  int count;
  private int parts;
  private int[] markPositions = NO_POSITIONS;
  private long[] marks = NO_MARKS;
  private int markCount;

  /** An empty batch with room for this many items. */
  public Batch(int capacity) {
    this(new Object[capacity], NO_TIMESTAMPS);
  }

  private Batch(Object[] values, long[] timestamps) {
    this.values = values;
    this.timestamps = timestamps;
  }

  /** An empty batch like this one, which must not be used any more. */
  public Batch successor() {
    return new Batch(new Object[values.length], timestamps);
  }

  /** Adds an item; there must be room. */
  public void add(Object value, long timestamp) {
    values[count] = value;
    if (timestamps.length > 0) {
      timestamps[count] = timestamp;
    } else if (timestamp != Timestamps.NONE) {
      timestamps = new long[values.length];
      Arrays.fill(timestamps, 0, count, Timestamps.NONE);
      timestamps[count] = timestamp;
    }
    count++;
  }

  /** Adds what counts as no item; there must be room. */
  public void addPart(Object part, long timestamp) {
    add(part, timestamp);
    parts++;
  }

  /** How many of {@link #count()} count as items. */
  public int items() {
    return count - parts;
  }

  /** Notes that the watermark reaches {@code watermark} after the items so far. */
  public void mark(long watermark) {
    if (markCount > 0 && markPositions[markCount - 1] == count) {
      marks[markCount - 1] = watermark;
      return;
    }
    if (markCount == marks.length) {
      int capacity = Math.max(INITIAL_MARKS, 2 * markCount);
      marks = Arrays.copyOf(marks, capacity);
      markPositions = Arrays.copyOf(markPositions, capacity);
    }
    markPositions[markCount] = count;
    marks[markCount++] = watermark;
  }

  @Override
  public int count() {
    return count;
  }

  /** How many watermarks there are. */
  public int markCount() {
    return markCount;
  }

  /** After how many items a mark stands. */
  public int markPosition(int mark) {
    return markPositions[mark];
  }

  /** The watermark of a mark. */
  public long watermark(int mark) {
    return marks[mark];
  }

  /** The timestamp of an item. */
  public long timestamp(int item) {
    return timestamps.length == 0 ? Timestamps.NONE : timestamps[item];
  }

  /** An item. */
  public @Nullable Object value(int item) {
    return values[item];
  }

  /** Whether there is no room left. */
  public boolean isFull() {
    return count == values.length;
  }

  /** Whether there are neither items nor watermarks. */
  public boolean isEmpty() {
    return count == 0 && markCount == 0;
  }
}
