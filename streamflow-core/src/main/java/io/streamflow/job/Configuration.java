package io.streamflow.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Options as texts, from properties or from environment variables, for {@link
 * JobOptions#configured}. The option {@code checkpointInterval} is the property {@code
 * streamflow.checkpoint-interval} and the variable {@code STREAMFLOW_CHECKPOINT_INTERVAL}; so with
 * all others but the clock and the registry of the meters, which no text can give.
 *
 * <p>Durations are {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 1d} or ISO-8601;
 * bytes are {@code 64MiB}, {@code 2GiB}, {@code 512MB} or a plain number; lists are {@code a,b},
 * pairs {@code a=b,c=d}. An empty value is a problem, and so is a name that begins like an option
 * and is none, except for the variables with which Kubernetes and Docker announce a service called
 * {@code streamflow}.
 *
 * <p>Immutable: it keeps the texts as they were when it was made.
 */
public final class Configuration {
  private final ConfigurationSource source;
  private final Map<String, String> texts;

  private Configuration(ConfigurationSource source, Map<String, String> all) {
    this.source = source;
    Map<String, String> ours = new TreeMap<>();
    all.forEach((key, text) -> {
      if (source.isOurs(key)) {
        ours.put(key, Objects.requireNonNull(text, key));
      }
    });
    this.texts = Map.copyOf(ours);
  }

  /** Properties such as {@code streamflow.parallelism}; what is called otherwise is left alone. */
  public static Configuration of(Map<String, String> properties) {
    return new Configuration(ConfigurationSource.PROPERTIES, properties);
  }

  /** The same, with the defaults of {@code properties}. */
  public static Configuration of(Properties properties) {
    Map<String, String> all = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
    // put as objects, they would be passed over
    properties.forEach((key, value) -> all.putIfAbsent(key.toString(), value.toString()));
    return of(all);
  }

  /** The variables of this process, such as {@code STREAMFLOW_PARALLELISM}. */
  public static Configuration environment() {
    return environment(System.getenv());
  }

  /** The same from variables that are given, such as by a test. */
  public static Configuration environment(Map<String, String> variables) {
    return new Configuration(ConfigurationSource.ENVIRONMENT, variables);
  }

  /** A copy of options with these values; what is wrong with them is noted in the copy. */
  JobOptions applyTo(JobOptions options) {
    if (texts.isEmpty()) {
      return options; // without the table of options, which takes a new JVM its time
    }
    List<String> problems = new ArrayList<>();
    Map<String, Settings.Origin> origins = new LinkedHashMap<>();
    Map<String, String> unknown = new TreeMap<>(texts);
    JobOptions changed = options;
    for (JobOption<?> option : AllOptions.TABLE) {
      String key = source.key(option);
      String text = unknown.remove(key);
      if (text != null) {
        changed = apply(option, key, text, changed, problems, origins);
      }
    }
    unknown.keySet().forEach(key -> problems.add(unknown(key)));
    return changed.with(options.settings().and(problems, origins));
  }

  private <T> JobOptions apply(
      JobOption<T> option,
      String key,
      String text,
      JobOptions options,
      List<String> problems,
      Map<String, Settings.Origin> origins) {
    String example = "; for example " + key + "=" + option.example();
    if (text.isBlank()) {
      problems.add(source.shown(key) + " is empty: leave it out, or give a value" + example);
      return options;
    }
    String said = source.shown(key) + "=" + text;
    try {
      T value = option.form().reading().read(text);
      List<String> broken = option.broken(value);
      if (!broken.isEmpty()) {
        broken.forEach(rule -> problems.add(said + " " + rule + example));
        return options;
      }
      JobOptions changed = option.change().apply(options, value);
      T now = option.value().apply(changed).orElse(value);
      origins.put(option.name(), new Settings.Origin(source, key, text, now));
      return changed;
    } catch (UnreadableText e) {
      problems.add(
          said + " cannot be read as " + option.form().type() + ": " + e.getMessage() + example);
      return options;
    }
  }

  /** Without its value, which may be a secret that is meant for somebody else. */
  private String unknown(String key) {
    List<String> names = AllOptions.TABLE.stream().map(source::key).toList();
    Optional<String> near = NearestName.of(key, names);
    return source.shown(key)
        + " is no option: "
        + near.map(name -> "did you mean " + name + "?")
            .orElse("the options are " + String.join(", ", names) + ".")
        + " Names that begin with "
        + source.prefix()
        + " are for options alone; give what is not one another name";
  }
}
