package io.streamflow.bench;

/** A running sum per key, by hand, in a table of primitives. */
final class HandRolling extends HandLoop {
  private final LongTable sums = new LongTable();

  @Override
  void loop(int from, int until, long shiftMillis) {
    for (int i = from; i < until; i++) {
      Event event = KeyedWork.EVENTS[i];
      total.add(sums.add(event.key(), event.value()));
    }
  }
}
