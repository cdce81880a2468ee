package io.streamflow.state;

import io.streamflow.spi.Codec;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * One state as a checkpoint holds it, over all key groups, to be read and not changed. Used by one
 * thread at a time.
 *
 * @param <K> the key
 * @param <V> the values
 */
public final class StoredEntries<K, V> {
  private static final int PAGE = 256;
  private static final long NO_PANE = PanedState.NEVER;
  private static final int PANE_PREFIX = Short.BYTES + Long.BYTES;

  private final Pairs pairs;
  private final StateBytes<K, V> bytes;
  private final boolean paned;

  /**
   * A value as it is stored.
   *
   * @param pane the time of its pane; {@link PanedState#NEVER} in a state without panes
   * @param key its key
   * @param value it
   * @param <K> the key
   * @param <V> the values
   */
  public record Stored<K, V>(long pane, K key, V value) {}

  /**
   * A state of a step.
   *
   * @param paned whether it has panes
   */
  public StoredEntries(
      Pairs pairs, String step, String state, StoredState<K, V> stored, boolean paned) {
    this.pairs = pairs;
    this.bytes = new StateBytes<>(step, state, stored);
    this.paned = paned;
  }

  /** The codec of the keys. */
  public Codec<K> keys() {
    return bytes.stored.key();
  }

  /** The value of a key, in a state without panes. */
  public Optional<V> get(K key) {
    return get(KeySpace.ofState(bytes.stored.id()), key);
  }

  /** The value of a key in a pane. */
  public Optional<V> get(long pane, K key) {
    return get(KeySpace.ofPane(bytes.stored.id(), pane), key);
  }

  private Optional<V> get(KeySpace space, K key) {
    byte[] storedKey = bytes.key(space.prefix(), key);
    byte[] value = pairs.get(storedKey);
    return value == null
        ? Optional.empty()
        : Optional.of(bytes.readValue(space.prefix().length, key, storedKey, value));
  }

  /** All of them, read as they are asked for. */
  public Iterator<Stored<K, V>> all() {
    return new All();
  }

  private final class All implements Iterator<Stored<K, V>> {
    private final int prefix = paned ? PANE_PREFIX : Short.BYTES;
    private final byte[] end = KeySpace.end(bytes.stored.id());
    private byte[] from = KeySpace.ofState(bytes.stored.id()).prefix();
    private List<BaseView.Entry> page = List.of();
    private int next;
    private boolean lastPage;

    @Override
    public boolean hasNext() {
      if (next == page.size() && !lastPage) {
        page = pairs.page(from, end, PAGE);
        next = 0;
        lastPage = page.size() < PAGE;
        if (!page.isEmpty()) {
          byte[] last = page.getLast().key();
          from = Arrays.copyOf(last, last.length + 1); // the least that is greater
        }
      }
      return next < page.size();
    }

    @Override
    public Stored<K, V> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      BaseView.Entry pair = page.get(next++);
      K key = bytes.readKey(prefix, pair);
      return new Stored<>(
          paned ? KeySpace.time(pair.key()) : NO_PANE,
          key,
          bytes.readValue(prefix, key, pair.key(), pair.value()));
    }
  }
}
