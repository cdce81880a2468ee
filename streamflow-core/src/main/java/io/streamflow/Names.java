package io.streamflow;

/** The rule for step names. */
final class Names {
  private static final int MAX_LENGTH = 128;

  private Names() {}

  /** The name, when it can be one. */
  static String checked(String name) {
    if (name.isBlank()
        || name.length() > MAX_LENGTH
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a step name must have 1 to "
              + MAX_LENGTH
              + " printable characters, but is '"
              + name
              + "'");
    }
    return name;
  }
}
