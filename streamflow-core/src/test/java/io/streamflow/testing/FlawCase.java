package io.streamflow.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A connector with a flaw, and the checks that must find it.
 *
 * @param flaw what is wrong, as the connector's description says it
 * @param extent which of the other checks are run, too
 * @param found the checks that must fail
 */
record FlawCase(Enum<?> flaw, Extent extent, Set<String> found) {

  /** What is said of the other checks. */
  enum Extent {
    /** They all pass: the flaw shows where it belongs, and nowhere else. */
    EXACTLY,
    /** They may fail, since nothing works with such a flaw. */
    AMONG_OTHERS,
    /** They are not run, since each would wait. */
    ALONE
  }

  static FlawCase exactly(Enum<?> flaw, String... found) {
    return new FlawCase(flaw, Extent.EXACTLY, Set.of(found));
  }

  static FlawCase among(Enum<?> flaw, String... found) {
    return new FlawCase(flaw, Extent.AMONG_OTHERS, Set.of(found));
  }

  static FlawCase alone(Enum<?> flaw, String... found) {
    return new FlawCase(flaw, Extent.ALONE, Set.of(found));
  }

  /** Runs the checks of a suite, and requires that the flaw is found, and said. */
  void require(List<ConformanceCheck> checks) {
    Map<String, String> failures = new TreeMap<>();
    for (ConformanceCheck check : checks) {
      if (extent == Extent.EXACTLY || found.contains(check.name())) {
        try {
          check.run();
        } catch (AssertionError e) {
          failures.put(check.name(), e.getMessage());
        }
      }
    }
    assertThat(failures.keySet()).as("checks that %s fails", flaw).isEqualTo(new TreeSet<>(found));
    failures.forEach((name, message) ->
        assertThat(message)
            .startsWith("\"" + name + "\" is broken by ")
            .containsPattern("flawed " + flaw + "\\b")
            .contains("\n  contract  ", "\n  expected  ", "\n  seen      ", "\n  calls\n"));
  }

  @Override
  public String toString() {
    return flaw.name();
  }
}
