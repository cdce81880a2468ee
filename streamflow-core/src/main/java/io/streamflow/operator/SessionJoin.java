package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import org.jspecify.annotations.Nullable;

/**
 * Adds items to the sessions of a key, and joins those that an item brings together.
 *
 * @param gap how long after its last item a session ends, in milliseconds
 * @param lateness for how long after its end items are added to it, in milliseconds
 */
record SessionJoin(Aggregator<Object, Object, Object> aggregator, long gap, long lateness) {

  /**
   * The session that has the item now.
   *
   * @param isToBeCalled whether its key has to wait for its end, unless it does already
   */
  record Added(long end, boolean isToBeCalled) {}

  /**
   * Adds an item, whose span is from its time to its time plus the gap.
   *
   * @return null when it is late, and nothing has changed
   */
  @Nullable Added add(KeySessions ofKey, Object item, long timestamp, long watermark)
      throws Exception {
    int from = ofKey.firstEndingAfter(timestamp);
    int to = from;
    Session grown = null;
    while (to < ofKey.size() && ofKey.get(to).start() < timestamp + gap) {
      grown = grown == null ? ofKey.get(to) : joined(grown, ofKey.get(to));
      to++;
    }
    long start = grown == null ? timestamp : Math.min(timestamp, grown.start());
    long end = grown == null ? timestamp + gap : Math.max(timestamp + gap, grown.end());
    if (end + lateness <= watermark) {
      return null;
    }
    Object accumulator = grown == null ? aggregator.create() : grown.accumulator();
    accumulator = aggregator.add(accumulator, item);
    ofKey.replace(from, to, new Session(start, end, accumulator, false));
    return new Added(end, grown == null || grown.shown());
  }

  /**
   * Two sessions that an item has brought together; {@code left} starts first. Their accumulators
   * stay as they were: the item may yet fail, and then nothing has happened.
   */
  private Session joined(Session left, Session right) throws Exception {
    return new Session(
        left.start(),
        Math.max(left.end(), right.end()),
        aggregator.merge(
            aggregator.merge(aggregator.create(), left.accumulator()), right.accumulator()),
        left.shown() || right.shown());
  }
}
