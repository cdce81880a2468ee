package io.streamflow.job;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Texts that are one word or number. */
final class PlainForms {
  private PlainForms() {}

  static final TextForm<String> TEXT = new TextForm<>("text", String::strip, text -> text);

  static final TextForm<Integer> NUMBER =
      new TextForm<>("whole number", PlainForms::number, String::valueOf);

  static final TextForm<Boolean> FLAG =
      new TextForm<>("true or false", PlainForms::flag, String::valueOf);

  static final TextForm<Path> PATH = new TextForm<>("path", PlainForms::path, Path::toString);

  /** One of the constants of an enum, in lower case. */
  static <E extends Enum<E>> TextForm<E> oneOf(Class<E> type) {
    return new TextForm<>(
        Arrays.stream(type.getEnumConstants())
            .map(PlainForms::word)
            .collect(Collectors.joining(" or ")),
        text -> {
          for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(text.strip().toLowerCase(Locale.ROOT))) {
              return constant;
            }
          }
          throw new UnreadableText("it is none of them");
        },
        PlainForms::word);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static int number(String text) throws UnreadableText {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new UnreadableText("give digits alone, at most " + Integer.MAX_VALUE);
    }
  }

  private static boolean flag(String text) throws UnreadableText {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new UnreadableText("it is neither");
    };
  }

  private static Path path(String text) throws UnreadableText {
    try {
      return Path.of(text.strip());
    } catch (InvalidPathException e) {
      throw new UnreadableText("the system refuses it: " + e.getReason());
    }
  }
}
