package io.streamflow.window;

/** The one key of a window over a stream without keys. */
public enum WholeStream {
  /** All items. */
  ALL
}
