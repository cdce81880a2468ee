package io.streamflow.connectors.file;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a sink's files. One subtask makes one file per epoch:
 *
 * <pre>
 *   .part-0.txt.open        being written
 *   .part-0-7.txt.pending   prepared for epoch 7: durable, not visible
 *   part-0-7.txt            committed
 * </pre>
 *
 * @param prefix {@code part} above
 * @param suffix {@code .txt} above
 */
record PartNames(String prefix, String suffix) implements Serializable {
  private static final String OPEN = ".open";
  private static final String PENDING = ".pending";

  PartNames {
    if (prefix.isEmpty() || prefix.startsWith(".") || notAName(prefix)) {
      throw new IllegalArgumentException(
          "prefix must be a file name that does not begin with a dot, but is \"" + prefix + "\"");
    }
    if (suffix.endsWith(OPEN) || suffix.endsWith(PENDING) || notAName(suffix)) {
      throw new IllegalArgumentException(
          "suffix must be the end of a file name, but is \"" + suffix + "\"");
    }
  }

  private static boolean notAName(String text) {
    return text.indexOf('/') >= 0 || text.indexOf('\\') >= 0 || text.indexOf('\0') >= 0;
  }

  String open(int subtask) {
    return "." + prefix + "-" + subtask + suffix + OPEN;
  }

  String committed(int subtask, long epoch) {
    return prefix + "-" + subtask + "-" + epoch + suffix;
  }

  String pending(String committed) {
    return "." + committed + PENDING;
  }

  boolean isCommitted(String name) {
    return part(name).filter(part -> part.stage() == Stage.COMMITTED).isPresent();
  }

  boolean isOpen(Path file) {
    return String.valueOf(file.getFileName()).endsWith(OPEN);
  }

  /** How far a file has come. */
  enum Stage {
    OPEN,
    PENDING,
    COMMITTED
  }

  /**
   * What a file's name says of it.
   *
   * @param epoch of a pending or committed file; 0 for an open one, which has none yet
   */
  record Part(Stage stage, int subtask, long epoch) {}

  /** The file of this sink that bears this name; empty when it is none of this sink's. */
  Optional<Part> part(String name) {
    String subtask = Pattern.quote(prefix + "-") + "(\\d{1,9})";
    String numbered = subtask + "-(\\d{1,18})" + Pattern.quote(suffix);
    Matcher committed = Pattern.compile(numbered).matcher(name);
    if (committed.matches()) {
      return Optional.of(part(Stage.COMMITTED, committed));
    }
    Matcher pending = Pattern.compile("\\." + numbered + Pattern.quote(PENDING)).matcher(name);
    if (pending.matches()) {
      return Optional.of(part(Stage.PENDING, pending));
    }
    Matcher open = Pattern.compile("\\." + subtask + Pattern.quote(suffix + OPEN)).matcher(name);
    return open.matches()
        ? Optional.of(new Part(Stage.OPEN, Integer.parseInt(open.group(1)), 0))
        : Optional.empty();
  }

  private static Part part(Stage stage, Matcher numbered) {
    return new Part(stage, Integer.parseInt(numbered.group(1)), Long.parseLong(numbered.group(2)));
  }
}
