package io.streamflow.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job does to the JVM it lives in, and the JVM to it. */
class ChildJvmTest {

  @TempDir Path directory;

  private Process start(Class<?> main, Object... arguments) throws IOException {
    return new ProcessBuilder(ChildJvm.command(main, arguments))
        .redirectError(directory.resolve("err.txt").toFile())
        .start();
  }

  private String errors() throws IOException {
    return Files.readString(directory.resolve("err.txt"));
  }

  /** Writes an endless row of numbers to a file, and beside it how many its source has made. */
  static final class Endless {
    public static void main(String[] arguments) throws Exception {
      Path out = Path.of(arguments[0]);
      int parallelism = Integer.parseInt(arguments[1]);
      AtomicLong made = new AtomicLong();
      BufferedWriter writer = Files.newBufferedWriter(out);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {}));
      Stream.from(
              Sources.generate(i -> {
                if (made.incrementAndGet() == 20_000) {
                  System.out.println("running");
                  System.out.flush();
                }
                return i;
              }))
          .keyBy(i -> i % 10)
          .reduce((_, last) -> last)
          .parallelism(parallelism)
          .to(new LinesSink(writer, made, out.resolveSibling("made")))
          .start(JobOptions.defaults().name("endless").parallelism(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aJobStopsAndLosesNothingWhenTheJvmIsTerminated(int parallelism) throws Exception {
    Path out = directory.resolve("numbers");
    Process child = start(Endless.class, out, parallelism);
    try (BufferedReader said = child.inputReader()) {
      assertThat(said.readLine()).as(() -> readErrors()).isEqualTo("running");
      child.destroy(); // SIGTERM
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    long made = Long.parseLong(Files.readString(directory.resolve("made")));
    assertThat(made).isGreaterThanOrEqualTo(20_000);
    long[] written = Files.readAllLines(out).stream().mapToLong(Long::parseLong).sorted().toArray();
    assertThat(written).isEqualTo(LongStream.range(0, made).toArray());
    assertThat(errors()).contains("the JVM is ending: job 'endless' stops");
  }

  private String readErrors() {
    try {
      return errors();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Starts a job and returns from main. */
  static final class StartOnly {
    public static void main(String[] arguments) {
      Stream.from(Sources.generator(1000, java.time.Duration.ofMillis(300)))
          .filter(i -> i == 299)
          .to(Sinks.stdout())
          .start(JobOptions.defaults().threads(io.streamflow.job.ThreadKind.valueOf(arguments[0])));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"VIRTUAL", "PLATFORM"})
  void aProgramThatOnlyStartsAJobDoesNotEndBeforeIt(String threads) throws Exception {
    Process child = start(StartOnly.class, threads);
    try (BufferedReader said = child.inputReader()) {
      assertThat(said.readLine()).as(this::readErrors).isEqualTo("299");
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
  }

  /** A job whose step never returns. */
  static final class Stuck {
    public static void main(String[] arguments) {
      Stream.from(Sources.of(1))
          .peek(_ -> {
            System.out.println("stuck");
            while (true) {
              Thread.onSpinWait();
            }
          })
          .to(Sinks.stdout())
          .start(JobOptions.defaults().stopTimeout(java.time.Duration.ofMillis(100)));
    }
  }

  @Test
  void theEndOfTheJvmWaitsNoLongerThanTheStopTimeOut() throws Exception {
    Process child = start(Stuck.class);
    try (BufferedReader said = child.inputReader()) {
      assertThat(said.readLine()).isEqualTo("stuck");
      child.destroy();
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(errors()).contains("did not stop within PT0.1S");
  }
}
