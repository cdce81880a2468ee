package io.streamflow.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.local.QueueSource;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job that its environment configures says, and how its threads are called. */
class LogLinesTest {
  private static final int ITEMS = 1_000;
  private static final int CHECKPOINTS = 3;

  /** What the library that calls LMDB starts, once per JVM. */
  private static final Set<String> OF_THE_BINDING =
      Set.of("thread Cleaner-0", "thread jnr.ffi.util.ref.internal.Finalizer");

  @TempDir Path directory;

  /** Skips an item, gets a late one, makes checkpoints, and stops. */
  static final class Counting {
    public static void main(String[] arguments) throws Exception {
      Set<String> before = threads();
      QueueSource<Integer> queue = Sources.queue(16);
      Job job =
          Stream.from(queue)
              .named("numbers")
              .withEventTimeMillis(i -> i, EventTime.ascending())
              .filter(i -> 1 / (i - 13) < 2)
              .named("checked")
              .onError(OnError.skip())
              .keyBy(i -> i % 10)
              .window(Windows.tumbling(Duration.ofMillis(10)))
              .aggregate("counts", Aggregators.count())
              .to(Sinks.forEach(_ -> {}))
              .start(
                  JobOptions.defaults().checkpointInterval(Duration.ofHours(1)).fromEnvironment());
      for (int i = 0; i < ITEMS; i++) {
        queue.put(i);
      }
      job.checkpoint();
      queue.put(1); // late by now: the barrier has brought the watermark along
      queue.put(11); // of the same subtask, which has told of one
      job.checkpoint();
      Set<String> during = threads();
      during.removeAll(before);
      during.forEach(name -> System.out.println("thread " + name));
      job.stop();
      job.await();
    }

    private static Set<String> threads() {
      return Thread.getAllStackTraces().keySet().stream()
          .map(Thread::getName)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void linesAndThreadsNameJobAndStepAndThereIsNoLinePerItem() throws Exception {
    List<String> command = ChildJvm.command(Counting.class);
    command.add(1, "-Dorg.slf4j.simpleLogger.log.io.streamflow=debug");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("STREAMFLOW_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "STREAMFLOW_NAME", "orders",
                "STREAMFLOW_PARALLELISM", "2",
                "STREAMFLOW_THREADS", "platform",
                "STREAMFLOW_STATE_DIRECTORY", directory.resolve("state").toString(),
                "STREAMFLOW_STATE_MEMORY", "8MiB",
                "STREAMFLOW_STATE_LOG_MEMORY", "3MiB",
                "STREAMFLOW_SERVICE_HOST", "10.0.0.1"));
    Process child = builder.start();
    List<String> lines;
    try {
      lines =
          new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.exitValue()).as("%s", lines).isZero();

    List<String> logged = lines.stream().filter(line -> line.startsWith("[")).toList();
    List<String> others = lines.stream().filter(line -> !line.startsWith("[")).toList();
    assertThat(logged).allMatch(line -> line.contains(" io.streamflow."));
    assertThat(logged).allSatisfy(line -> assertThat(line).contains("job 'orders'"));
    assertThat(logged.stream().filter(line -> line.contains(" starts ")))
        .singleElement()
        .asString()
        .contains(" INFO io.streamflow.job - job 'orders' starts with no checkpoint yet: ")
        .contains(" steps in 2 stages, numbers..keyBy-1 x2, counts..sink-1 x2, ")
        .contains("4 tasks on platform threads; options: name=orders (STREAMFLOW_NAME), ")
        .contains("parallelism=2 (STREAMFLOW_PARALLELISM), batch-size=512, ")
        .contains("checkpoint-interval=1h, state-memory=8MiB (STREAMFLOW_STATE_MEMORY), ")
        .contains("; memory: heap ")
        .contains("state 8 MiB, log 3 MiB, ")
        .endsWith("4 channels of 8 batches of 512: 16384 items");
    assertThat(logged.stream().filter(line -> line.contains("DEBUG io.streamflow.checkpoint")))
        .hasSize(CHECKPOINTS);
    assertThat(logged)
        .filteredOn(line -> line.contains("skips items"))
        .singleElement()
        .asString()
        .contains("step 'checked'");
    assertThat(logged)
        .filteredOn(line -> line.contains("late items"))
        .singleElement()
        .asString()
        .contains("step 'counts'");
    assertThat(logged).hasSizeLessThan(CHECKPOINTS + 10);
    assertThat(others.stream().filter(line -> !OF_THE_BINDING.contains(line)))
        .allSatisfy(line -> assertThat(line).startsWith("thread orders/"))
        .contains(
            "thread orders/coordinator",
            "thread orders/counts..sink-1#0",
            "thread orders/counts..sink-1#1");
  }
}
