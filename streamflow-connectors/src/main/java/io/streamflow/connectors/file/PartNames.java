package io.streamflow.connectors.file;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a sink's files. A file is named after the epoch in which it was begun, and numbered
 * where a subtask begins more than one in it:
 *
 * <pre>
 *   .part-0.txt.open          held by the writer of subtask 0; empty
 *   .part-0-7.txt.open        being written, begun in epoch 7
 *   .part-0-7.txt.pending     finished: durable, not visible
 *   part-0-7.txt              committed
 *   part-0-7_1.txt            the next one
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
    if (suffix.endsWith(OPEN)
        || suffix.endsWith(PENDING)
        || suffix.matches("_?\\d.*")
        || notAName(suffix)) {
      throw new IllegalArgumentException(
          "suffix must be the end of a file name, but is \"" + suffix + "\"");
    }
  }

  private static boolean notAName(String text) {
    return text.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
  }

  /** What the writer of a subtask holds as long as it lives. */
  String held(int subtask) {
    return "." + prefix + "-" + subtask + suffix + OPEN;
  }

  /**
   * The visible name of a file.
   *
   * @param number of the files that the subtask begins in the epoch, from 0
   */
  String committed(int subtask, long epoch, int number) {
    String several = number == 0 ? "" : "_" + number;
    return prefix + "-" + subtask + "-" + epoch + several + suffix;
  }

  String open(String committed) {
    return "." + committed + OPEN;
  }

  String pending(String committed) {
    return "." + committed + PENDING;
  }

  boolean isCommitted(String name) {
    return part(name).filter(part -> part.stage() == Stage.COMMITTED).isPresent();
  }

  static boolean isOpen(Path file) {
    return String.valueOf(file.getFileName()).endsWith(OPEN);
  }

  /** How far a file has come. */
  enum Stage {
    /** No file of lines, but what a writer holds. */
    HELD,
    OPEN,
    PENDING,
    COMMITTED
  }

  /**
   * What a file's name says of it.
   *
   * @param epoch in which it was begun; 0 for one that is held
   */
  record Part(Stage stage, int subtask, long epoch) {}

  /** The file of this sink that bears this name; empty when it is none of this sink's. */
  Optional<Part> part(String name) {
    String subtask = Pattern.quote(prefix + "-") + "(\\d{1,9})";
    String numbered = subtask + "-(\\d{1,18})(?:_\\d{1,9})?" + Pattern.quote(suffix);
    Matcher committed = Pattern.compile(numbered).matcher(name);
    if (committed.matches()) {
      return Optional.of(part(Stage.COMMITTED, committed));
    }
    Matcher pending = Pattern.compile("\\." + numbered + Pattern.quote(PENDING)).matcher(name);
    if (pending.matches()) {
      return Optional.of(part(Stage.PENDING, pending));
    }
    Matcher open = Pattern.compile("\\." + numbered + Pattern.quote(OPEN)).matcher(name);
    if (open.matches()) {
      return Optional.of(part(Stage.OPEN, open));
    }
    Matcher held = Pattern.compile("\\." + subtask + Pattern.quote(suffix + OPEN)).matcher(name);
    return held.matches()
        ? Optional.of(new Part(Stage.HELD, Integer.parseInt(held.group(1)), 0))
        : Optional.empty();
  }

  private static Part part(Stage stage, Matcher numbered) {
    return new Part(stage, Integer.parseInt(numbered.group(1)), Long.parseLong(numbered.group(2)));
  }
}
