package io.streamflow.connectors.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says which paths a function of the item may give: those that stay within the directory. */
final class PartitionPath {
  private static final int MAX_BYTES = 1024;
  private static final int MAX_NAME_BYTES = 255;

  private PartitionPath() {}

  /**
   * The path itself.
   *
   * @throws IllegalArgumentException when it is none of a directory below; says why
   */
  static String checked(String path, PartNames names) {
    String why = refusal(path, names);
    if (why != null) {
      throw new IllegalArgumentException("cannot write to partition " + shown(path) + ": " + why);
    }
    return path;
  }

  private static @Nullable String refusal(String path, PartNames names) {
    if (path.isEmpty()) {
      return "the path is empty";
    }
    if (path.startsWith("/")) {
      return "the path must be relative";
    }
    if (path.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\')) {
      return "it has a backslash or a control character";
    }
    if (bytes(path) > MAX_BYTES) {
      return "the path is longer than " + MAX_BYTES + " bytes";
    }
    for (String name : path.split("/", -1)) {
      if (name.isEmpty()) {
        return "it has a directory without a name";
      }
      if (name.startsWith(".")) {
        return "a directory's name begins with a dot, which hides it or leads out";
      }
      if (bytes(name) > MAX_NAME_BYTES) {
        return "a directory's name is longer than " + MAX_NAME_BYTES + " bytes";
      }
      if (names.part(name).isPresent()) {
        return "a directory would be named like a file of this sink";
      }
    }
    try {
      return Path.of(path).isAbsolute() ? "the path must be relative" : null;
    } catch (InvalidPathException e) {
      return e.getReason();
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String shown(String path) {
    String start = path.length() > 100 ? path.substring(0, 100) + "..." : path;
    StringBuilder shown = new StringBuilder("\"");
    start
        .chars()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            shown.append("\\u%04x".formatted(c));
          } else {
            shown.append((char) c);
          }
        });
    return shown.append('"').toString();
  }
}
