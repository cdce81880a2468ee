package io.streamflow.operator;

/**
 * A session of one key.
 *
 * @param start the time of its first item
 * @param end the time of its last item plus the gap
 * @param accumulator what it has seen
 * @param shown whether it was emitted when the watermark reached its end
 */
record Session(long start, long end, Object accumulator, boolean shown) {

  /** The same, emitted. */
  Session asShown() {
    return new Session(start, end, accumulator, true);
  }
}
