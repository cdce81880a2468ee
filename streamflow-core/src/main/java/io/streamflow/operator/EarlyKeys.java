package io.streamflow.operator;

import io.streamflow.state.KeyList;
import io.streamflow.state.PanedState;

/** Which keys have changed since early results were last shown, and when to show them again. */
final class EarlyKeys {
  private static final long ONLY_PANE = 0;

  private final long interval;
  private final PanedState<Object, Object> changed;

  /** For early results every {@code interval} milliseconds of event time; 0 means never. */
  EarlyKeys(long interval, PanedState<Object, Object> changed) {
    this.interval = interval;
    this.changed = changed;
  }

  void mark(Object key) {
    if (interval > 0) {
      changed.put(ONLY_PANE, key, true);
    }
  }

  /**
   * When results are to be shown after a watermark: at the next multiple of the interval, or {@link
   * Long#MAX_VALUE} for never. What is open at that time is shown, even when the watermark has
   * passed its end with the same step: how large the steps are depends on the parallelism.
   */
  static long dueAfter(long watermark, long interval) {
    return interval == 0 || watermark == Timestamps.NONE
        ? Long.MAX_VALUE
        : Math.floorDiv(watermark, interval) * interval + interval;
  }

  long dueAfter(long watermark) {
    return dueAfter(watermark, interval);
  }

  /** The changed keys; they count as unchanged from now on. */
  KeyList<Object> take() {
    return changed.take(ONLY_PANE);
  }

  /** All keys count as unchanged from now on. */
  void clear() {
    changed.drop(ONLY_PANE);
  }
}
