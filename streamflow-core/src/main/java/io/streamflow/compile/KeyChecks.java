package io.streamflow.compile;

import java.util.ArrayList;
import java.util.List;

/** Refuses keys that have to cross between subtasks but whose identity cannot be told. */
final class KeyChecks {
  private KeyChecks() {}

  static List<String> problems(ExecutionPlan plan) {
    List<String> problems = new ArrayList<>();
    for (Edge edge : plan.edges()) {
      if (edge.exchange() instanceof Exchange.HashByKey(var keyBy)) {
        KeyCodecs.problem(keyBy).ifPresent(problems::add);
      }
    }
    return problems.stream().distinct().toList();
  }
}
