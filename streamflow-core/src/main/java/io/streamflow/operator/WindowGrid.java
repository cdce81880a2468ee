package io.streamflow.operator;

import io.streamflow.window.Windows;

/**
 * Where aligned windows lie, and the slices they are counted in. A slice is the longest span that
 * lies whole inside or outside of every window, so an item touches one slice however many windows
 * cover it (Li et al., "No Pane, No Gain", SIGMOD Record 2005).
 *
 * @param size the length of a window in milliseconds
 * @param slide from one window to the next
 * @param offset how far windows are moved from the epoch
 * @param slice the length of a slice
 */
record WindowGrid(long size, long slide, long offset, long slice) {

  static WindowGrid of(long size, long slide, long offset) {
    return new WindowGrid(size, slide, offset, gcd(size, slide));
  }

  /** The grid of tumbling or sliding windows. */
  static WindowGrid of(Windows windows) {
    return switch (windows) {
      case Windows.Tumbling w -> of(w.sizeMillis(), w.sizeMillis(), w.offsetMillis());
      case Windows.Sliding w -> of(w.sizeMillis(), w.slideMillis(), w.offsetMillis());
      default -> throw new IllegalArgumentException(windows + " lie on no grid");
    };
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** The end of the slice that a timestamp falls into; a slice is named by it. */
  long sliceEnd(long timestamp) {
    return Math.floorDiv(timestamp - offset, slice) * slice + slice + offset;
  }

  /** The end of the first window that covers a slice. */
  long firstEnd(long sliceEnd) {
    return endAfter(sliceEnd - 1);
  }

  /** The end of the last window that covers a slice. */
  long lastEnd(long sliceEnd) {
    return endAfter(sliceEnd - slice + size) - slide;
  }

  /** The first window end after a time. */
  long endAfter(long time) {
    return Math.floorDiv(time - offset - size, slide) * slide + slide + offset + size;
  }
}
