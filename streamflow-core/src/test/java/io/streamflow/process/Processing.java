package io.streamflow.process;

import io.streamflow.Stream;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import java.time.Instant;
import java.util.List;

/** Runs a process step whose items are commands: {@code key:time:command}. */
final class Processing {
  private Processing() {}

  /** Takes a command, a state of text, and timers of text; the results are text. */
  interface Step extends ProcessFunction<String, Command, String, String, String> {
    @Override
    default String initial(String key) {
      return "";
    }

    @Override
    default String onTimer(
        String timer, String state, ProcessContext<String, String, String, String> context)
        throws Exception {
      context.emit(timer + " fired at " + millis(context) + " with '" + state + "'");
      return state;
    }
  }

  /**
   * An item.
   *
   * @param time its event time
   * @param text what to do
   */
  record Command(String key, long time, String text) {
    static Command of(String line) {
      String[] parts = line.split(":", 3);
      return new Command(parts[0], Long.parseLong(parts[1]), parts[2]);
    }
  }

  static long millis(ProcessContext<?, ?, ?, ?> context) {
    return context.timestamp().orElseThrow().toEpochMilli();
  }

  static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  static List<String> run(Step step, String... lines) {
    return run(step, OnError.fail(), 1, lines);
  }

  /** The results of a step over these lines. */
  static List<String> run(Step step, OnError onError, int parallelism, String... lines) {
    ScriptedSource<String> source = ScriptedSource.of(lines);
    CollectingSink<String> sink = new CollectingSink<>();
    PipelineDriver.of(
            Stream.from(source)
                .map(Command::of)
                .withEventTimeMillis(Command::time, EventTime.ascending())
                .keyBy(Command::key)
                .process("step", step)
                .onError(onError)
                .to(sink),
            JobOptions.defaults().parallelism(parallelism).fusion(false),
            lines.length)
        .run();
    return sink.committed();
  }
}
