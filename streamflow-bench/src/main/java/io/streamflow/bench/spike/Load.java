package io.streamflow.bench.spike;

import java.time.Duration;

/**
 * How many items are due when: at an even rate, then at a multiple of it, then at the first rate
 * again for as long as the sink needs to catch up, and as long again as before the spike.
 *
 * @param perSecond the even rate
 * @param factor the multiple
 * @param steady how long the even rate lasts before
 * @param spike how long the multiple lasts
 * @param sinkPerSecond how many items the sink can take
 */
record Load(int perSecond, int factor, Duration steady, Duration spike, int sinkPerSecond) {

  Load {
    if (perSecond < 1 || factor < 1 || sinkPerSecond <= perSecond) {
      throw new IllegalArgumentException(
          "the sink must be faster than the even rate: %d, %d a second"
              .formatted(sinkPerSecond, perSecond));
    }
  }

  /** As the arguments of a program say: rate, factor, seconds before, seconds of it, sink. */
  static Load of(String[] arguments, int first) {
    return new Load(
        Integer.parseInt(arguments[first]),
        Integer.parseInt(arguments[first + 1]),
        Duration.ofSeconds(Long.parseLong(arguments[first + 2])),
        Duration.ofSeconds(Long.parseLong(arguments[first + 3])),
        Integer.parseInt(arguments[first + 4]));
  }

  String[] arguments() {
    return new String[] {
      Integer.toString(perSecond),
      Integer.toString(factor),
      Long.toString(steady.toSeconds()),
      Long.toString(spike.toSeconds()),
      Integer.toString(sinkPerSecond)
    };
  }

  private long beginMillis() {
    return steady.toMillis();
  }

  long endMillis() {
    return beginMillis() + spike.toMillis();
  }

  /** When the sink has caught up at the earliest. */
  long caughtUpMillis() {
    long backlog = Math.max(0, (long) perSecond * factor - sinkPerSecond) * spike.toMillis();
    return endMillis() + backlog / (sinkPerSecond - perSecond);
  }

  /** When the last item is due. */
  long lastMillis() {
    return caughtUpMillis() + steady.toMillis();
  }

  /** How many items there are in all. */
  long items() {
    return due(lastMillis());
  }

  /** How many items are due so long after the begin. */
  long due(long millis) {
    long before = at(perSecond, Math.min(millis, beginMillis() - 1));
    long during = at((long) perSecond * factor, Math.min(millis, endMillis() - 1) - beginMillis());
    long after = at(perSecond, Math.min(millis, lastMillis()) - endMillis());
    return before + during + after;
  }

  /** Items are due at 0, and then evenly. */
  private static long at(long rate, long millis) {
    return millis < 0 ? 0 : Math.ceilDiv((millis + 1) * rate, 1000);
  }

  /** When an item is due. */
  long dueMillis(long index) {
    long before = due(beginMillis() - 1);
    long during = due(endMillis() - 1);
    if (index < before) {
      return index * 1000 / perSecond;
    }
    return index < during
        ? beginMillis() + (index - before) * 1000 / ((long) perSecond * factor)
        : endMillis() + (index - during) * 1000 / perSecond;
  }

  /** How many items are due in the second around a time. */
  double rateAt(long millis) {
    return millis >= beginMillis() && millis < endMillis()
        ? (double) perSecond * factor
        : perSecond;
  }
}
