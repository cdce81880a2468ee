package io.streamflow.spi;

import java.util.Objects;

/** There is no codec for some type. The message names the type and says what to do. */
public final class NoCodecException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the type and says what to do. */
  public NoCodecException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
