package io.streamflow.bench;

/** What the hand-written loops share: where they are in the input, and in event time. */
abstract class HandLoop implements Workload {
  final Total total = new Total();
  private int at;
  private long shift;

  @Override
  public final Total total() {
    return total;
  }

  @Override
  public final void pass(int items) {
    int left = items;
    while (left > 0) {
      int until = Math.min(KeyedWork.EVENTS.length, at + left);
      left -= until - at;
      loop(at, until, shift);
      at = until;
      if (at == KeyedWork.EVENTS.length) {
        at = 0;
        shift += KeyedWork.SPAN_MILLIS;
      }
    }
  }

  abstract void loop(int from, int until, long shiftMillis);
}
