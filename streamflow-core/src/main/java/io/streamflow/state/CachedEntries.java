package io.streamflow.state;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Goes through the entries of a table, then through those that only the checkpoint has. */
final class CachedEntries<K, V> implements KeyedState.Cursor<K, V> {
  private static final int PAGE = 256;

  private final CachedState<K, V> state;
  private final TaskCache cache;
  private final StateBytes<K, V> bytes;
  private final int prefix;
  private final byte[] end;
  private byte[] from;
  private int at = -1;

  /** The table has not been gone through; once it has been, it may grow. */
  private boolean inTable = true;

  private List<BaseView.Entry> page = List.of();
  private int next;
  private boolean lastPage;
  private BaseView.@Nullable Entry stored;
  private @Nullable K storedKey;

  CachedEntries(CachedState<K, V> state, TaskCache cache, StateBytes<K, V> bytes, KeySpace space) {
    this.state = state;
    this.cache = cache;
    this.bytes = bytes;
    this.prefix = space.prefix().length;
    this.from = space.group(cache.firstGroup);
    this.end = space.group(cache.endGroup);
    this.lastPage = state.isComplete();
  }

  @Override
  public boolean next() {
    while (inTable) {
      at++;
      inTable = at < state.tags.length;
      if (inTable && state.isLive(at)) {
        return true;
      }
    }
    return nextStored();
  }

  private boolean nextStored() {
    while (true) {
      while (next < page.size()) {
        BaseView.Entry pair = page.get(next++);
        K key = bytes.readKey(prefix, pair);
        if (!state.knows(key)) {
          stored = pair;
          storedKey = key;
          return true;
        }
      }
      if (lastPage) {
        return false;
      }
      page = cache.base.page(from, end, PAGE);
      next = 0;
      lastPage = page.size() < PAGE;
      if (!page.isEmpty()) {
        byte[] last = page.getLast().key();
        from = Arrays.copyOf(last, last.length + 1); // the least that is greater
      }
    }
  }

  @Override
  public K key() {
    return stored == null ? state.key(at) : Objects.requireNonNull(storedKey);
  }

  @Override
  public V value() {
    return stored == null
        ? Objects.requireNonNull(state.value(at))
        : bytes.readValue(prefix, storedKey, stored.key(), stored.value());
  }
}
