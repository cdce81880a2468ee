package io.streamflow.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** State of {@code page-views} that cannot be had: what is said then. */
class PageViewsStateRefusedTest {
  @TempDir Path temp;
  private Path out = Path.of("");
  private Path state = Path.of("");

  @BeforeEach
  void makeLog() throws IOException {
    Files.write(temp.resolve("access.log"), SampleLog.lines(12, 5));
    out = temp.resolve("out");
    state = temp.resolve("state");
  }

  @Test
  void commandsFailInALineEachWhenTheJobIsOver() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (Job job = job(0)) {
      job.await();
      byte[] commands = "top\ncheckpoint\nrescale 2\nsavepoint x\0y\nstop\n".getBytes(UTF_8);
      StateConsole.start(
              job, new ByteArrayInputStream(commands), new PrintStream(said, true, UTF_8))
          .join();
    }
    assertThat(said.toString(UTF_8).lines().skip(1))
        .satisfiesExactly(
            top -> assertThat(top).startsWith("top: ").contains("the job is over"),
            made -> assertThat(made).startsWith("checkpoint: ").contains("the job is over"),
            rescaled -> assertThat(rescaled).startsWith("rescale: ").contains("is ending"),
            path -> assertThat(path).startsWith("savepoint: "),
            stopped -> assertThat(stopped).isEqualTo("stopping"));
  }

  @ParameterizedTest
  @CsvSource({"--console, --console", "--restore-from=x, --restore-from"})
  void whatIsDoneWithStateNeedsState(String argument, String option) {
    refused(ExampleRun.of("page-views", argument), option + " needs --state <directory>");
  }

  @Test
  void saysWhyAStateIsNotRead() throws Exception {
    Path full = Files.createDirectory(temp.resolve("full"));
    Files.writeString(full.resolve("letter.txt"), "x");
    refused(ExampleRun.of("page-views-state"), "Missing required option: '--state=<directory>'");
    refused(ExampleRun.of("page-views-state", "--state", temp.resolve("none")), "none");
    refused(ExampleRun.of("page-views-state", "--state", full), "full");
    assertThat(full.toFile().list()).containsExactly("letter.txt");
    try (Job job = job(10)) {
      job.checkpoint();
      refused(ExampleRun.of("page-views-state", "--state", state), "belongs to a job");
    }
    refused(
        ExampleRun.of("page-views-state", "--state", state, "--window", "5m"),
        "step 'views-per-page' was a tumbling window of 60000 ms");
    refused(
        ExampleRun.of(
            "page-views",
            "--input",
            temp.resolve("access.log"),
            "--output",
            out,
            "--state",
            temp.resolve("new"),
            "--restore-from",
            temp.resolve("none")),
        "none");
  }

  private static void refused(ExampleRun run, String words) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: ").contains(words);
    assertThat(run.out()).doesNotContain("busiest");
  }

  private Job job(long rate) {
    Duration minute = Duration.ofMinutes(1);
    return PageViews.pipeline(
            temp.resolve("access.log").toString(), out, minute, minute, rate, new PageViewSummary())
        .start(JobOptions.durable(state).batchSize(1));
  }
}
