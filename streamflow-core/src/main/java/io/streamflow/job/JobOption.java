package io.streamflow.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One option: how it is called, read, changed, checked and shown.
 *
 * @param name as its setter is called
 * @param form how its values are written
 * @param example a value that can be read
 * @param value the value that options have, if any
 * @param change a copy of options with another value
 * @param rules each says what is wrong with a value, such as "must be at least 1"
 * @param needs whether it is for durable jobs
 */
record JobOption<T>(
    String name,
    TextForm<T> form,
    String example,
    Function<JobOptions, Optional<T>> value,
    BiFunction<JobOptions, T, JobOptions> change,
    List<Function<T, Optional<String>>> rules,
    Needs needs) {

  /** What an option is to a job that is not durable. */
  enum Needs {
    /** The same as to any other. */
    NOTHING,
    /** Without effect. */
    DURABLE_TO_MATTER,
    /** A contradiction, unless it has its default. */
    DURABLE
  }

  /** One that always has a value. */
  static <T> JobOption<T> of(
      String name,
      TextForm<T> form,
      String example,
      Function<JobOptions, T> value,
      BiFunction<JobOptions, T, JobOptions> change) {
    return optional(name, form, example, options -> Optional.of(value.apply(options)), change);
  }

  /** One that may have none. */
  static <T> JobOption<T> optional(
      String name,
      TextForm<T> form,
      String example,
      Function<JobOptions, Optional<T>> value,
      BiFunction<JobOptions, T, JobOptions> change) {
    return new JobOption<>(name, form, example, value, change, List.of(), Needs.NOTHING);
  }

  /** The same with one more rule. */
  JobOption<T> rule(Function<T, Optional<String>> rule) {
    List<Function<T, Optional<String>>> all = new ArrayList<>(rules);
    all.add(rule);
    return new JobOption<>(name, form, example, value, change, List.copyOf(all), needs);
  }

  /** The same for durable jobs. */
  JobOption<T> needs(Needs what) {
    return new JobOption<>(name, form, example, value, change, rules, what);
  }

  /** The name with hyphens and without capitals. */
  String words() {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** What is wrong with a value. */
  List<String> broken(T of) {
    return rules.stream().flatMap(rule -> rule.apply(of).stream()).toList();
  }

  /** Whether options have something else than nothing, or the default. */
  boolean isSet(JobOptions options) {
    return !value.apply(options).equals(value.apply(JobOptions.defaults()));
  }

  /** The value as text, if there is one. */
  Optional<String> text(JobOptions options) {
    return value.apply(options).map(form.printing());
  }
}
