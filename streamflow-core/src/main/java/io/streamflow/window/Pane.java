package io.streamflow.window;

/** When in the life of a window a result was emitted. */
public enum Pane {
  /** Before the watermark reached the window's end; a newer result of the window will follow. */
  EARLY,
  /** When the watermark reached the window's end, or the window was full. */
  ON_TIME,
  /**
   * After that, because of an item that came within the allowed lateness; replaces the result
   * before.
   */
  LATE
}
