package io.streamflow.window;

/**
 * An input item of the window tests.
 *
 * @param key its key
 * @param time its event time
 * @param id tells it from all others
 * @param kept whether it reaches the window; one that does not still moves the watermark
 */
record Item(String key, long time, int id, boolean kept) {
  Item(String key, long time, int id) {
    this(key, time, id, true);
  }
}
