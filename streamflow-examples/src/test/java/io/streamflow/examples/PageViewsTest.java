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
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageViewsTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({"1, 60, 60", "2, 60, 60", "8, 60, 60", "1, 10, 5", "2, 10, 5", "8, 10, 5", "8, 1, 0"})
  void countsLikeALoopOverTheLines(int parallelism, int windowSeconds, int disorderSeconds)
      throws IOException {
    List<String> log = SampleLog.lines(7, 40);
    Path input = Files.write(temp.resolve("access.log"), log);
    Path output = temp.resolve("out");

    ExampleRun run =
        ExampleRun.of(
            "page-views",
            "--input",
            input,
            "--output",
            output,
            "--window",
            windowSeconds + "s",
            "--disorder",
            disorderSeconds + "s",
            "--parallelism",
            parallelism);

    ExpectedPageViews expected =
        new ExpectedPageViews(
            log, Duration.ofSeconds(windowSeconds), Duration.ofSeconds(disorderSeconds));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(linesIn(output, "part-*.jsonl"))
        .containsExactlyInAnyOrderElementsOf(expected.lines());
    assertThat(linesIn(output.resolve("late"), "part-*"))
        .containsExactlyInAnyOrderElementsOf(expected.late);
    assertThat(linesIn(output.resolve("rejected"), "part-*")).isEqualTo(expected.rejected);
    assertThat(expected.late.isEmpty()).isEqualTo(disorderSeconds == 60);
    long counted = expected.counts.values().stream().mapToLong(Long::longValue).sum();
    assertThat(squeezed(run.out()))
        .contains("%,d counted".formatted(counted))
        .contains("%,d filtered out".formatted(expected.filtered))
        .contains("%,d late, ".formatted(expected.late.size()))
        .contains("%,d rejected, ".formatted(expected.rejected.size()))
        .contains("%,d lines read\n".formatted(log.size()))
        .contains("%,d records, ".formatted(log.size()));
  }

  @Test
  void windowIsAnOption() throws IOException {
    List<String> log = SampleLog.lines(8, 30);
    Path input = Files.write(temp.resolve("access.log"), log);
    Path output = temp.resolve("out");

    ExampleRun.of("page-views", "--input", input, "--output", output, "--window", "10m");

    Duration window = Duration.ofMinutes(10);
    assertThat(linesIn(output, "part-*.jsonl"))
        .containsExactlyInAnyOrderElementsOf(
            new ExpectedPageViews(log, window, Duration.ofMinutes(1)).lines());
  }

  @Test
  void readsSeveralFilesOfWhichSomeAreCompressed() throws IOException {
    List<String> one = SampleLog.lines(1, 10);
    List<String> other = SampleLog.lines(2, 10);
    Files.write(temp.resolve("a.log"), one);
    try (OutputStream file =
        new GZIPOutputStream(Files.newOutputStream(temp.resolve("b.log.gz")))) {
      file.write((String.join("\n", other) + "\n").getBytes(ISO_8859_1));
    }
    Path output = temp.resolve("out");

    ExampleRun run = ExampleRun.of("page-views", "--input", temp + "/*.log*", "--output", output);

    List<String> both = new ArrayList<>(one);
    both.addAll(other);
    ExpectedPageViews expected =
        new ExpectedPageViews(both, Duration.ofMinutes(1), Duration.ofHours(1));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(linesIn(output, "part-*.jsonl"))
        .containsExactlyInAnyOrderElementsOf(expected.lines());
  }

  @Test
  void keepsLinesThatAreNoTextOrHoldACarriageReturn() throws IOException {
    String good = "h - - [02/Mar/2026:09:00:00 +0100] \"GET /a?b HTTP/1.1\" 200 5 \"-\" \"-\"";
    Path input = temp.resolve("access.log");
    Files.write(input, (good + "\nno \u00ff text\nwith\rreturn\n").getBytes(ISO_8859_1));
    Path output = temp.resolve("out");

    ExampleRun run = ExampleRun.of("page-views", "--input", input, "--output", output);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(linesIn(output, "part-*.jsonl"))
        .containsExactly(
            "{\"page\":\"/a\",\"windowStart\":\"2026-03-02T08:00:00Z\","
                + "\"windowEnd\":\"2026-03-02T08:01:00Z\",\"count\":1}");
    assertThat(linesIn(output.resolve("rejected"), "*.txt"))
        .containsExactlyInAnyOrder("no \ufffd text", "with\\rreturn");
    assertThat(squeezed(run.out())).contains("2 rejected, ").contains("3 lines read\n");
  }

  @Test
  void replacesAnEarlierResultAndSaysSo() throws IOException {
    Path first = Files.write(temp.resolve("first.log"), SampleLog.lines(1, 20));
    List<String> log = SampleLog.lines(2, 5);
    Path second = Files.write(temp.resolve("second.log"), log);
    Path output = temp.resolve("out");

    ExampleRun before =
        ExampleRun.of(
            "page-views",
            "--input",
            first,
            "--output",
            output,
            "--disorder",
            "0s",
            "--parallelism",
            8);
    ExampleRun run =
        ExampleRun.of("page-views", "--input", second, "--output", output, "--parallelism", 2);

    assertThat(before.out()).doesNotContain("replacing");
    assertThat(run.out()).contains("replacing the result of an earlier run in " + output);
    ExpectedPageViews expected =
        new ExpectedPageViews(log, Duration.ofMinutes(1), Duration.ofMinutes(1));
    assertThat(linesIn(output, "*.jsonl")).containsExactlyInAnyOrderElementsOf(expected.lines());
    assertThat(linesIn(output.resolve("late"), "*")).isEmpty();
    assertThat(linesIn(output.resolve("rejected"), "*")).isEqualTo(expected.rejected);
  }

  @Test
  void doesNotReplaceItsOwnInput() throws IOException {
    Path output = temp.resolve("out");
    Path rejected = Files.createDirectories(output.resolve("rejected")).resolve("part-0-1.txt");
    Files.write(rejected, List.of("repaired by hand"));

    ExampleRun run = ExampleRun.of("page-views", "--input", rejected, "--output", output);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--output: " + rejected + " is the input");
    assertThat(rejected).hasContent("repaired by hand");
  }

  @Test
  void showsTheBusiestPagesInColumns() throws IOException {
    List<String> log = new ArrayList<>();
    for (int view = 0; view < 12; view++) {
      for (int page = view + 1; page <= 12; page++) {
        log.add(
            "h - - [02/Mar/2026:09:%02d:00 +0000] \"GET /p%d\u0007 HTTP/1.1\" 200 5 \"-\" \"-\""
                .formatted(view, page));
      }
    }
    Path input = Files.write(temp.resolve("access.log"), log);

    ExampleRun run = ExampleRun.of("page-views", "--input", input, "--output", temp.resolve("out"));

    List<String> lines = run.outLines();
    int header = lines.indexOf("     views  busiest pages");
    assertThat(lines.subList(header + 1, header + 12))
        .containsExactly(
            "        12  /p12?",
            "        11  /p11?",
            "        10  /p10?",
            "         9  /p9?",
            "         8  /p8?",
            "         7  /p7?",
            "         6  /p6?",
            "         5  /p5?",
            "         4  /p4?",
            "         3  /p3?",
            "");
  }

  @Test
  void withoutFilesMakesASampleAndSaysWhereEverythingIs() {
    ExampleRun run = ExampleRun.of("page-views");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.outLines())
        .anyMatch(line -> line.startsWith("no --input: made a sample of 3,"))
        .anyMatch(line -> line.startsWith("no --output: writing to "));
  }

  @Test
  void anEmptyLogGivesAnEmptyResult() throws IOException {
    Path input = Files.createFile(temp.resolve("access.log"));
    Path output = temp.resolve("out");

    ExampleRun run = ExampleRun.of("page-views", "--input", input, "--output", output);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(linesIn(output, "*.jsonl")).isEmpty();
    assertThat(squeezed(run.out())).contains("0 lines read");
  }

  private static String squeezed(String text) {
    return text.replaceAll(" +", " ");
  }
}
