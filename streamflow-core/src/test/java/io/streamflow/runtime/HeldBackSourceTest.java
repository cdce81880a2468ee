package io.streamflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.compile.CompiledPipelines;
import io.streamflow.job.JobOptions;
import io.streamflow.metrics.JobCounters;
import io.streamflow.operator.TaskContext;
import io.streamflow.outbox.Outboxes;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeldBackSourceTest {
  private static final TaskContext.Pause NO_PAUSE =
      new TaskContext.Pause() {
        @Override
        public long nanoTime() {
          return 0;
        }

        @Override
        public void forNanos(long nanos) {}

        @Override
        public void beforeRetry(long nanos) {}
      };

  private static Stream<Long> source(String name, ScriptedSource<Long> script) {
    return Stream.from(script).named(name).withEventTimeMillis(t -> t, EventTime.ascending());
  }

  private static Task task(List<Task> tasks, String step) {
    return tasks.stream()
        .filter(task -> task instanceof SourceTask source && source.stepName().equals(step))
        .findFirst()
        .orElseThrow();
  }

  /** A single partition used to be asked again at once, at the cost of a processor. */
  @Test
  void aSourceThatIsHeldBackWaits() throws Exception {
    JobOptions options =
        JobOptions.defaults().parallelism(1).batchSize(1).maxEventTimeSkew(Duration.ZERO);
    var pipeline =
        source("fast", ScriptedSource.of(1_000L, 2_000L))
            .merge(source("slow", ScriptedSource.of(0L, 1L, 1_500L)))
            .to(new CollectingSink<>());
    List<Task> tasks =
        TaskGraph.build(
            CompiledPipelines.of(pipeline, options),
            options,
            new JobCounters(),
            100,
            _ -> NO_PAUSE,
            Outboxes.straight("held-back", Map.of(), _ -> {}),
            null);
    for (Task task : tasks) {
      task.open();
    }
    Task fast = task(tasks, "fast");
    Task slow = task(tasks, "slow");
    assertThat(fast.step(0)).isEqualTo(Task.Outcome.WORKED);
    assertThat(slow.step(0)).isEqualTo(Task.Outcome.WORKED);
    long before = System.nanoTime();
    assertThat(fast.step(TimeUnit.MILLISECONDS.toNanos(20))).isEqualTo(Task.Outcome.WAITED);
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(1_000_000);
    assertThat(slow.step(0)).isEqualTo(Task.Outcome.WORKED);
    assertThat(slow.step(0)).as("gives 1500 and ends").isEqualTo(Task.Outcome.WORKED);
    assertThat(fast.step(0)).isEqualTo(Task.Outcome.WORKED);
    tasks.forEach(Task::close);
  }
}
