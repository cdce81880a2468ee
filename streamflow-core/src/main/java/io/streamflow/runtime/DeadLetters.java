package io.streamflow.runtime;

import io.streamflow.compile.Stage;
import io.streamflow.operator.TaskContext;
import io.streamflow.spi.Sink;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The writers of dead-letter sinks. Several stages may write to one sink, so they are numbered over
 * all tasks that do, and only those: each looks after what a writer of its number has left behind.
 */
final class DeadLetters {
  private final DeadLetterNames names;
  private final IdentityHashMap<Sink<?>, List<Stage>> stages = new IdentityHashMap<>();

  DeadLetters(DeadLetterNames names) {
    this.names = names;
  }

  /** Notes that the tasks of a stage write to these. */
  void add(Stage stage, Set<Sink<?>> sinks) {
    for (Sink<?> sink : sinks) {
      stages.computeIfAbsent(sink, _ -> new ArrayList<>()).add(stage);
    }
  }

  /** The writer of one subtask. */
  TaskContext.DeadLetterPlace place(Sink<?> sink, Stage stage, int subtask) {
    int number = subtask;
    int all = 0;
    for (Stage writing : Objects.requireNonNull(stages.get(sink), "not noted")) {
      if (writing.id() < stage.id()) {
        number += writing.parallelism();
      }
      all += writing.parallelism();
    }
    return new TaskContext.DeadLetterPlace(names.of(sink), number, all);
  }
}
