package io.streamflow.spi;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells one epoch's output from any other: its text is what a target keeps.
 *
 * @param epoch the number of its checkpoint
 * @param id made up at random for this output
 */
public record OutboxMark(long epoch, UUID id) {
  /** Refuses a negative epoch. */
  public OutboxMark {
    Objects.requireNonNull(id, "id");
    if (epoch < 0) {
      throw new IllegalArgumentException("an epoch is not negative, but got " + epoch);
    }
  }

  /** A new one. */
  public static OutboxMark random(long epoch) {
    return new OutboxMark(epoch, UUID.randomUUID());
  }

  /** The mark whose {@link #toString} is {@code text}; empty when it is none. */
  public static Optional<OutboxMark> parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new OutboxMark(
              Long.parseLong(text.substring(0, colon)),
              UUID.fromString(text.substring(colon + 1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Such as {@code 17:0b5e7a2c-...}. */
  @Override
  public String toString() {
    return epoch + ":" + id;
  }
}
