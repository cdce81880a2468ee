package io.streamflow.state;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The keys of one state, or of one pane of it, in the order of their bytes.
 *
 * <pre>
 * keyed state:   state (2 bytes)                              group (2)  kind (1)  key
 * paned state:   state (2 bytes)  time (8, ordered)           group (2)  kind (1)  key
 * </pre>
 *
 * <p>So the keys of a range of groups, and the panes of a range of times, lie together.
 *
 * @param prefix what stands before the group
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeySpace(byte[] prefix) {
  private static final int TIME_AT = Short.BYTES;
  private static final int LAST_STATE = 0xffff;
  private static final byte[] PAST_ALL = HexFormat.of().parseHex("ff".repeat(16));
  private static final int PANE_PREFIX = Short.BYTES + Long.BYTES;

  /** All of a keyed state. */
  static KeySpace ofState(int id) {
    return new KeySpace(ByteBuffer.allocate(Short.BYTES).putShort((short) id).array());
  }

  /** One pane of a paned state. */
  static KeySpace ofPane(int id, long time) {
    return new KeySpace(
        ByteBuffer.allocate(PANE_PREFIX).putShort((short) id).putLong(ordered(time)).array());
  }

  /** Where the keys of a group begin, and those of the one before end. */
  byte[] group(int group) {
    return ByteBuffer.allocate(prefix.length + Short.BYTES)
        .put(prefix)
        .putShort((short) group)
        .array();
  }

  /** Where the keys of a state end. */
  static byte[] end(int id) {
    return id == LAST_STATE ? PAST_ALL : ofState(id + 1).prefix;
  }

  /** Where the panes from a time on begin. */
  static byte[] panesFrom(int id, long time) {
    return ofPane(id, time).prefix;
  }

  /** The time in the key of a paned state. */
  static long time(byte[] key) {
    return ordered(ByteBuffer.wrap(key).getLong(TIME_AT));
  }

  /** The group in the key of a paned state. */
  static int paneGroup(byte[] key) {
    return ByteBuffer.wrap(key).getShort(PANE_PREFIX) & 0xffff;
  }

  /** With the sign flipped, longs are in the order of their bytes; its own inverse. */
  private static long ordered(long time) {
    return time ^ Long.MIN_VALUE;
  }
}
