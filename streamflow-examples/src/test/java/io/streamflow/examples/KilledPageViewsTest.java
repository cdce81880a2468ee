package io.streamflow.examples;

import static io.streamflow.examples.ExampleRun.linesIn;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code page-views} in a JVM of its own, killed (SIGKILL) at random moments and started again
 * until it comes to the end, with a parallelism that changes: the files then hold what a loop over
 * the lines counts, record by record, nothing lost, nothing twice.
 */
class KilledPageViewsTest {
  private static final int KILLS = 100;
  private static final int MINUTES = 6_000;
  private static final int MOST_STARTS = 200;

  @TempDir Path temp;

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void countsLikeALoopOverTheLinesHoweverOftenItIsKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> log = SampleLog.lines(seed, MINUTES);
    List<String> inputs = List.of(plain(log), compressed(log));
    ExpectedPageViews expected =
        new ExpectedPageViews(log, Duration.ofSeconds(10), Duration.ofSeconds(5));
    List<String> counts = expected.lines().stream().sorted().toList();
    List<String> late = expected.late.stream().sorted().toList();
    assertThat(late).isNotEmpty();

    int kills = 0;
    for (int round = 0; kills < KILLS; round++) {
      String what = "seed " + seed + ", round " + round;
      Path work = Files.createDirectory(temp.resolve("round-" + round));
      kills += survive(inputs.get(round % 2), work, round, random, what);
      Path output = work.resolve("out");
      assertThat(sorted(output, "part-*.jsonl")).as(what).isEqualTo(counts);
      assertThat(sorted(output.resolve("late"), "part-*")).as(what).isEqualTo(late);
      assertThat(sorted(output.resolve("rejected"), "part-*"))
          .as(what)
          .isEqualTo(expected.rejected.stream().sorted().toList());
      assertThat(linesIn(output, ".*")).as(what + ": nothing unfinished is left").isEmpty();
    }
    System.out.println("page-views was killed " + kills + " times");
  }

  /** Kills and starts again until it comes to the end; returns how often it was killed. */
  private int survive(String input, Path work, int round, Random random, String what)
      throws Exception {
    for (int starts = 1; starts < MOST_STARTS; starts++) {
      int parallelism = round % 3 == 2 ? 1 + random.nextInt(4) : 1 + round % 3;
      Process child = start(input, work, parallelism);
      int life =
          200 + random.nextInt(1_000 + 50 * starts); // a slow machine gets further in the end
      if (child.waitFor(life, TimeUnit.MILLISECONDS)) {
        assertThat(child.exitValue())
            .as(() -> what + ", parallelism " + parallelism + ": " + said(work))
            .isZero();
        return starts - 1;
      }
      child.destroyForcibly().waitFor();
    }
    throw new AssertionError(what + ": not at the end after " + MOST_STARTS + " starts");
  }

  private static Process start(String input, Path work, int parallelism) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "page-views",
            "--input",
            input,
            "--output",
            work.resolve("out").toString(),
            "--window",
            "10s",
            "--disorder",
            "5s",
            "--state",
            work.resolve("state").toString(),
            "--checkpoint-interval",
            "30ms",
            "--parallelism",
            Integer.toString(parallelism))
        .redirectErrorStream(true)
        .redirectOutput(work.resolve("said").toFile())
        .start();
  }

  private static String said(Path work) {
    try {
      return Files.readString(work.resolve("said"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static List<String> sorted(Path directory, String glob) throws IOException {
    List<String> lines = new ArrayList<>(linesIn(directory, glob));
    lines.sort(null);
    return lines;
  }

  private String plain(List<String> log) throws IOException {
    return Files.write(temp.resolve("access.log"), log, ISO_8859_1).toString();
  }

  private String compressed(List<String> log) throws IOException {
    Path file = temp.resolve("access.log.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((String.join("\n", log) + "\n").getBytes(ISO_8859_1));
    }
    return file.toString();
  }
}
