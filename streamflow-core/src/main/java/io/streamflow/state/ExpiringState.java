package io.streamflow.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * State whose values are forgotten when they have not been set for some time. What has expired is
 * never shown; it is removed when {@link #removeExpired} comes to it. For that keys wait in panes
 * of time, a few dozen over a time to live; one that was set again meanwhile goes to a later pane
 * then, so that setting a value touches no list.
 *
 * @param <K> the key
 * @param <V> the values
 */
public final class ExpiringState<K, V> implements KeyedState<K, V> {
  private static final long PANES_PER_LIFE = 32;

  private final KeyedState<K, Aged<V>> values;
  private final PanedState<K, Boolean> deadlines;
  private final long lifeMillis;
  private final long paneMillis;
  private long now = Long.MIN_VALUE;
  private @Nullable K slotKey;

  /**
   * Over two states of a backend.
   *
   * @param lifeMillis how long a value lives
   */
  public ExpiringState(
      KeyedState<K, Aged<V>> values, PanedState<K, Boolean> deadlines, long lifeMillis) {
    this.values = values;
    this.deadlines = deadlines;
    this.lifeMillis = lifeMillis;
    this.paneMillis = Math.max(1, lifeMillis / PANES_PER_LIFE);
  }

  /** Says what time it is for what follows, in milliseconds since the epoch. */
  public void at(long millis) {
    now = millis;
  }

  private boolean isExpired(Aged<V> aged, long when) {
    return when != Long.MIN_VALUE && expiry(aged) <= when;
  }

  private long expiry(Aged<V> aged) {
    return aged.expiryMillis(lifeMillis);
  }

  @Override
  public int slot(K key) {
    int at = values.slot(key);
    Aged<V> aged = values.value(at);
    if (aged != null && isExpired(aged, now)) {
      values.remove(key);
      at = values.slot(key);
    }
    slotKey = key;
    return at;
  }

  @Override
  public @Nullable V value(int slot) {
    Aged<V> aged = values.value(slot);
    return aged == null ? null : aged.value;
  }

  @Override
  public void set(int slot, V value) {
    Aged<V> aged = values.value(slot);
    if (aged == null) {
      aged = new Aged<>(value, now);
      waitFor(aged, Objects.requireNonNull(slotKey));
    } else {
      aged.value = value;
      aged.touchedMillis = Math.max(aged.touchedMillis, now);
    }
    values.set(slot, aged);
  }

  @Override
  public boolean hasNumbers(int slot) {
    return false;
  }

  @Override
  public long number(int slot, int index) {
    throw noNumbers();
  }

  @Override
  public void setNumber(int slot, int index, long number) {
    throw noNumbers();
  }

  private static UnsupportedOperationException noNumbers() {
    return new UnsupportedOperationException("a value that expires has its time beside it");
  }

  private void waitFor(Aged<V> aged, K key) {
    long expiry = expiry(aged);
    long pane = Math.ceilDiv(expiry, paneMillis) * paneMillis;
    deadlines.put(pane < expiry ? PanedState.NEVER - 1 : pane, key, true);
  }

  @Override
  public @Nullable V get(K key) {
    Aged<V> aged = values.get(key);
    return aged == null || isExpired(aged, now) ? null : aged.value;
  }

  @Override
  public void remove(K key) {
    values.remove(key);
  }

  @Override
  public void clear() {
    values.clear();
  }

  @Override
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** When {@link #removeExpired} has something to do next, or {@link PanedState#NEVER}. */
  public long nextDeadline() {
    return deadlines.first();
  }

  /** Removes what had expired at a time. */
  public void removeExpired(long when) {
    for (long pane = deadlines.first(); pane <= when && pane != PanedState.NEVER; ) {
      KeyedState<K, Boolean> keys = Objects.requireNonNull(deadlines.existing(pane));
      var waiting = keys.entries();
      while (waiting.next()) {
        K key = waiting.key();
        Aged<V> aged = values.get(key);
        if (aged == null) {
          continue;
        }
        if (isExpired(aged, when)) {
          values.remove(key);
        } else {
          waitFor(aged, key); // in a later pane than this one, which has come
        }
      }
      deadlines.drop(pane);
      pane = deadlines.first();
    }
  }

  @Override
  public Cursor<K, V> entries() {
    return new Living(values.entries());
  }

  private final class Living implements Cursor<K, V> {
    private final Cursor<K, Aged<V>> all;
    private @Nullable V value;

    Living(Cursor<K, Aged<V>> all) {
      this.all = all;
    }

    @Override
    public boolean next() {
      while (all.next()) {
        Aged<V> aged = all.value();
        if (!isExpired(aged, now)) {
          value = aged.value;
          return true;
        }
      }
      return false;
    }

    @Override
    public K key() {
      return all.key();
    }

    @Override
    public V value() {
      return Objects.requireNonNull(value);
    }
  }
}
