package io.streamflow.connectors.kafka;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/** Which topics to read. */
public sealed interface Topics extends Serializable {

  /** These topics, each of which must exist. */
  static Topics of(String... names) {
    return new Named(List.of(names));
  }

  /**
   * The topics whose whole name matches a regular expression: at least one when the job starts, and
   * those that are created later. Kafka's internal topics do not count.
   */
  static Topics matching(String pattern) {
    return new Matching(Pattern.compile(pattern));
  }

  /** See {@link Topics#of}. */
  record Named(List<String> names) implements Topics {
    /** Refuses an empty list, a blank name, and a topic that is named twice. */
    public Named {
      names = List.copyOf(names);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("name at least one topic");
      }
      for (String name : names) {
        if (name.isBlank() || names.indexOf(name) != names.lastIndexOf(name)) {
          throw new IllegalArgumentException(
              "topics must be named once each, and not be blank, but are " + names);
        }
      }
    }

    @Override
    public String toString() {
      return String.join(", ", names);
    }
  }

  /** See {@link Topics#matching}. */
  record Matching(Pattern pattern) implements Topics {
    @Override
    public String toString() {
      return "topics matching " + pattern;
    }
  }
}
