package io.streamflow.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What came, beside what should have. Pure functions. */
final class Items {
  private Items() {}

  /** Each of these items, once, and no other. */
  static <T> void requireSame(List<T> expected, List<T> seen, Trial trial) {
    requireAll(expected, seen, trial, true);
  }

  /** Each of these items, once or several times, and no other. */
  static <T> void requireAtLeast(List<T> expected, List<T> seen, Trial trial) {
    requireAll(expected, seen, trial, false);
  }

  private static <T> void requireAll(List<T> expected, List<T> seen, Trial trial, boolean once) {
    Map<T, Integer> left = new HashMap<>();
    expected.forEach(item -> left.merge(item, 1, Integer::sum));
    List<T> foreign = seen.stream().filter(item -> !left.containsKey(item)).toList();
    seen.forEach(item -> left.merge(item, -1, Integer::sum));
    List<T> missing = expected.stream().filter(item -> left.getOrDefault(item, 0) > 0).toList();
    List<T> repeated =
        expected.stream().filter(item -> left.getOrDefault(item, 0) < 0).distinct().toList();
    List<String> problems = new ArrayList<>();
    add(problems, "missing", missing);
    add(problems, "more often than once", once ? repeated : List.of());
    add(problems, "not expected", foreign);
    if (!problems.isEmpty()) {
      throw trial.broken(String.join("; ", problems), expected, seen);
    }
  }

  private static void add(List<String> problems, String what, List<?> items) {
    if (!items.isEmpty()) {
      problems.add(what + " " + Trial.shown(items, ""));
    }
  }
}
