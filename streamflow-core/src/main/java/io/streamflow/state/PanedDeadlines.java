package io.streamflow.state;

/** A pane per time, so that a checkpoint has them; a key is in a pane once. */
final class PanedDeadlines<K> implements Deadlines<K> {
  private final PanedState<K, Boolean> panes;

  /** The first time, as far as it is known. */
  private long first;

  PanedDeadlines(PanedState<K, Boolean> panes) {
    this.panes = panes;
    this.first = panes.first();
  }

  @Override
  public void add(long time, K key) {
    panes.put(time, key, true);
    first = Math.min(first, time);
  }

  @Override
  public long first() {
    return first;
  }

  @Override
  public KeyList<K> takeFirst() {
    KeyList<K> keys = panes.take(first);
    first = panes.first();
    return keys;
  }
}
