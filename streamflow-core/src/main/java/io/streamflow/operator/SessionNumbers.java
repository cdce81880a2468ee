package io.streamflow.operator;

import io.streamflow.state.NumberForm;

/**
 * The only session of a key as numbers beside the key, while it was not emitted yet: its start, its
 * span, and the number that is its accumulator. Mostly a key comes and goes with one session; then
 * no object is made for it, and none has to be fetched.
 */
final class SessionNumbers implements NumberForm<KeySessions> {
  static final SessionNumbers FORM = new SessionNumbers();

  /** Where the numbers are. */
  static final int START = 0;

  static final int SPAN = 1;
  static final int NUMBER = 2;

  /** In the place of a span: the session does not fit. */
  static final long NO_SPAN = -1L << Integer.SIZE;

  /** How long before its end a key waits that waits for no deadline. */
  static final int WAITS_FOR_NONE = -1;

  /** The same of one of which nobody knows what it waits for. */
  static final int UNKNOWN = -2;

  private SessionNumbers() {}

  /**
   * How long a session is, and for when its key waits, in one number.
   *
   * @param length its length in milliseconds
   * @param before how long before its end the deadline is that its key waits for, or one of the
   *     constants
   * @return {@link #NO_SPAN} when that does not go into one number
   */
  static long span(long length, long before) {
    return length > Integer.MAX_VALUE || before > Integer.MAX_VALUE
        ? NO_SPAN
        : length << Integer.SIZE | (before & 0xffff_ffffL);
  }

  static long length(long span) {
    return span >> Integer.SIZE;
  }

  static int before(long span) {
    return (int) span;
  }

  /** The span of a session that has grown to a length, its end by so much. */
  static long grown(long span, long length, long byEnd) {
    int before = before(span);
    return span(length, before < 0 ? before : before + byEnd);
  }

  @Override
  public int count() {
    return 3;
  }

  @Override
  public boolean fits(KeySessions value) {
    return value.isOneNumber() && span(value) != NO_SPAN;
  }

  private static long span(KeySessions value) {
    long call = value.call();
    return span(
        value.end() - value.start(),
        call == KeySessions.NONE
            ? WAITS_FOR_NONE
            : call == KeySessions.UNKNOWN ? UNKNOWN : value.end() - call);
  }

  @Override
  public KeySessions box(long[] longs, int at) {
    long start = longs[at + START];
    long span = longs[at + SPAN];
    long end = start + length(span);
    int before = before(span);
    long call =
        before == WAITS_FOR_NONE
            ? KeySessions.NONE
            : before == UNKNOWN ? KeySessions.UNKNOWN : end - before;
    return KeySessions.ofNumber(start, end, longs[at + NUMBER], call);
  }

  @Override
  public void unbox(KeySessions value, long[] longs, int at) {
    longs[at + START] = value.start();
    longs[at + SPAN] = span(value);
    longs[at + NUMBER] = value.number();
  }
}
