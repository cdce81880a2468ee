package io.streamflow.operator;

import org.jspecify.annotations.Nullable;

/** The rule for keys. */
public final class Keys {
  private Keys() {}

  /** The key, unless the key function gave none. */
  public static Object checked(@Nullable Object key) {
    if (key == null) {
      throw new NullPointerException(
          "the key is null; filter out items without a key, or give them one of their own");
    }
    return key;
  }
}
