package io.streamflow.durable;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import io.streamflow.lifecycle.ChildJvm;
import io.streamflow.local.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * A durable job in a process of its own: counts numbers by key, and writes down one count of many.
 *
 * @param state its state directory
 * @param out where its output goes
 * @param items how many numbers there are
 * @param keys how many keys they have
 * @param intervalMillis the time between checkpoints
 */
record DurableChildJvm(Path state, Path out, long items, long keys, long intervalMillis) {
  private static final int ONE_OF = 500;

  Pipeline pipeline() {
    long dealtTo = keys;
    return Stream.from(Sources.generate(items, i -> i).partitions(2))
        .keyBy(i -> i % dealtTo)
        .aggregate("counts", Aggregators.count())
        .filter(count -> (count.key() + count.value()) % ONE_OF == 0)
        .to(new PartsSink(out));
  }

  JobOptions options(int parallelism) {
    return JobOptions.durable(state)
        .parallelism(parallelism)
        .checkpointInterval(Duration.ofMillis(intervalMillis));
  }

  /** What is written when each key has been counted so often. */
  List<String> expected(ToLongFunction<Long> countOf) {
    return LongStream.range(0, keys)
        .boxed()
        .flatMap(key ->
            LongStream.rangeClosed(1, countOf.applyAsLong(key))
                .filter(count -> (key + count) % ONE_OF == 0)
                .mapToObj(count -> "KeyedValue[key=" + key + ", value=" + count + "]"))
        .sorted()
        .toList();
  }

  /** The command that runs it, which says "running" once it does, and how it ended. */
  List<String> command(int parallelism) {
    List<String> command =
        ChildJvm.command(
            DurableChildJvm.class, state, out, items, keys, intervalMillis, parallelism);
    command.add(1, "-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
    return command;
  }

  Process start(int parallelism) throws IOException {
    return ChildJvm.start(command(parallelism));
  }

  public static void main(String[] arguments) throws InterruptedException {
    DurableChildJvm child =
        new DurableChildJvm(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Long.parseLong(arguments[2]),
            Long.parseLong(arguments[3]),
            Long.parseLong(arguments[4]));
    try (Job job = child.pipeline().start(child.options(Integer.parseInt(arguments[5])))) {
      StateUnderTest.awaitRead(job, 1);
      System.out.println("running");
      job.await();
      System.out.println("completed");
    } catch (StreamFlowException e) {
      System.out.println(e.getMessage());
    }
  }
}
