package io.streamflow.testing;

import java.util.OptionalLong;

/**
 * An item as a source has handed it out.
 *
 * @param timestampMillis the source's own, if it came with one
 */
record Handed<T>(T item, OptionalLong timestampMillis) {
  @Override
  public String toString() {
    return item + (timestampMillis.isPresent() ? "@" + timestampMillis.getAsLong() : "");
  }
}
