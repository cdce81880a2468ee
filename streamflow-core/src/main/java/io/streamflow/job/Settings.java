package io.streamflow.job;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What options have got from texts. Immutable.
 *
 * @param problems with texts that could not be used; told when the job starts
 * @param origins by option, the text that gave the last value
 */
record Settings(List<String> problems, Map<String, Origin> origins) {
  static final Settings NONE = new Settings(List.of(), Map.of());

  /**
   * A text that gave a value.
   *
   * @param source where it is from
   * @param key how the option is called there
   * @param text the text
   * @param value the value that the option had then
   */
  record Origin(ConfigurationSource source, String key, String text, Object value) {}

  /** With more problems, and newer origins. */
  Settings and(List<String> moreProblems, Map<String, Origin> newer) {
    Set<String> all = new LinkedHashSet<>(problems); // the same may be read twice
    all.addAll(moreProblems);
    Map<String, Origin> both = new TreeMap<>(origins);
    both.putAll(newer);
    return new Settings(List.copyOf(all), Map.copyOf(both));
  }

  /** The text that gave an option the value that it has; empty when the code did. */
  Optional<Origin> origin(JobOption<?> option, JobOptions options) {
    return Optional.ofNullable(origins.get(option.name()))
        .filter(origin -> option.value().apply(options).filter(origin.value()::equals).isPresent());
  }
}
