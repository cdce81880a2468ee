package io.streamflow.state;

/** A value, and when it was set last. Changed in place. */
public final class Aged<V> {
  V value;
  long touchedMillis;

  Aged(V value, long touchedMillis) {
    this.value = value;
    this.touchedMillis = touchedMillis;
  }

  /** The value. */
  public V value() {
    return value;
  }

  /** When it expires, if it lives for so long. */
  public long expiryMillis(long lifeMillis) {
    long expiry = touchedMillis + lifeMillis;
    return expiry < touchedMillis ? Long.MAX_VALUE : expiry;
  }
}
