package io.streamflow.bench.spike;

import io.streamflow.bench.ChildJvm;
import io.streamflow.bench.plot.SvgFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A durable job in a small JVM that suddenly has ten times as much to read: fails if an item is
 * lost or comes twice, or the heap exceeds what the job has said at its start, and plots the rest.
 *
 * <p>{@code java -cp benchmarks.jar io.streamflow.bench.spike.LoadSpike FILE.svg [rate factor
 * seconds seconds rate]}: the even rate, the factor, how long before and in the spike, and what the
 * sink takes a second. Without them 2000, 10, 30, 60 and 7000, which takes about five minutes.
 */
public final class LoadSpike {
  private static final int HEAP_MIB = 256;
  private static final Load DEFAULT =
      new Load(2_000, 10, Duration.ofSeconds(30), Duration.ofSeconds(60), 7_000);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private LoadSpike() {}

  /** Runs it, and writes the plot. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1 && arguments.length != 6) {
      throw new IllegalArgumentException(
          "say which file to write, and then nothing, or: even rate, factor, seconds before,"
              + " seconds of the spike, what the sink takes a second");
    }
    Load load = arguments.length == 1 ? DEFAULT : Load.of(arguments, 1);
    System.out.printf(
        Locale.ROOT,
        "%d items in %d s, a heap of %d MiB%n",
        load.items(),
        TimeUnit.MILLISECONDS.toSeconds(load.lastMillis()),
        HEAP_MIB);
    Outcome outcome = run(load);
    SvgFile.write(Path.of(arguments[0]), outcome.plots());
    System.out.println(text(outcome));
  }

  private static String text(Outcome outcome) {
    return String.format(
        Locale.ROOT,
        "every item once; heap after a collection at most %.0f MiB of %.0f MiB; latency before %.3f s,"
            + " at most %.1f s, %s; fullest channel %.0f %%",
        outcome.greatestHeapMib(),
        outcome.budget().mebibytes(),
        outcome.steadyLatencySeconds(),
        outcome.greatestLatencySeconds(),
        outcome.recoverySeconds().isPresent()
            ? String.format(
                Locale.ROOT,
                "steady again %.1f s after the spike (%.1f s if the sink never paused)",
                outcome.recoverySeconds().getAsDouble(),
                (outcome.load().caughtUpMillis() - outcome.load().endMillis()) / 1e3)
            : "not steady again",
        100 * outcome.greatestFill());
  }

  /**
   * Runs the job in a JVM of its own.
   *
   * @throws IllegalStateException when it does not do what it should; says what
   */
  static Outcome run(Load load) throws IOException, InterruptedException {
    List<String> options =
        List.of(
            "-Xmx" + HEAP_MIB + "m",
            "-XX:+UseG1GC",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-Dorg.slf4j.simpleLogger.log.io.streamflow=info");
    List<String> command = ChildJvm.command(options, SpikeJob.class, List.of(load.arguments()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread watchdog = Thread.startVirtualThread(() -> endLate(process, load));
    List<Sample> samples = new ArrayList<>();
    List<String> said = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (Sample.isOne(line)) {
          samples.add(Sample.of(line));
        } else {
          said.add(line);
        }
      }
      int exit = process.waitFor();
      if (exit != 0 || said.stream().noneMatch(line -> line.startsWith(SpikeJob.COMPLETE))) {
        throw new IllegalStateException(
            "the job has failed, with exit " + exit + ": " + String.join("\n", said));
      }
    } finally {
      watchdog.interrupt();
      process.destroyForcibly();
    }
    return checked(new Outcome(load, samples, Budget.of(said)));
  }

  /** A job that hangs must not hang this, too. */
  private static void endLate(Process process, Load load) {
    try {
      Duration most = Duration.ofMillis(load.lastMillis()).plus(PATIENCE);
      if (!process.waitFor(most)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Outcome checked(Outcome outcome) {
    if (outcome.samples().isEmpty()) {
      throw new IllegalStateException("the job was over before anybody could look at it");
    }
    if (outcome.greatestHeapMib() > outcome.budget().mebibytes()) {
      throw new IllegalStateException(
          "the heap had %.0f MiB after a collection, and %s allows %.0f MiB"
              .formatted(
                  outcome.greatestHeapMib(), outcome.budget(), outcome.budget().mebibytes()));
    }
    return outcome;
  }
}
