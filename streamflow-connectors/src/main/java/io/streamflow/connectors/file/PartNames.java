package io.streamflow.connectors.file;

import java.io.Serializable;
import java.util.OptionalInt;
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
    return committedPattern().matcher(name).matches();
  }

  /** The subtask whose committed file this is; empty when it is none of this sink's. */
  OptionalInt subtaskOfCommitted(String name) {
    return subtask(committedPattern().matcher(name));
  }

  /** The subtask that left this file unfinished; empty when it is none of this sink's. */
  OptionalInt subtaskOfUnfinished(String name) {
    String part = Pattern.quote("." + prefix + "-") + "(\\d{1,9})";
    String rest = Pattern.quote(suffix);
    String open = part + rest + Pattern.quote(OPEN);
    String pending = part + "-\\d+" + rest + Pattern.quote(PENDING);
    OptionalInt ofPending = subtask(Pattern.compile(pending).matcher(name));
    return ofPending.isPresent() ? ofPending : subtask(Pattern.compile(open).matcher(name));
  }

  private Pattern committedPattern() {
    return Pattern.compile(Pattern.quote(prefix + "-") + "(\\d{1,9})-\\d+" + Pattern.quote(suffix));
  }

  private static OptionalInt subtask(Matcher matcher) {
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }
}
