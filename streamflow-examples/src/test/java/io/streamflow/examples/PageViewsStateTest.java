package io.streamflow.examples;

import static io.streamflow.examples.ExampleRun.linesIn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one can see of the state of {@code page-views}, and do with it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PageViewsStateTest {
  private static final Pattern TABLE =
      Pattern.compile("busiest pages as of checkpoint (\\d+)\\R((?: +[\\d,]+  /.*\\R)+)");
  private static final Pattern SAVED = Pattern.compile("checkpoint (\\d+) is saved in ");

  @TempDir Path temp;
  private List<String> log = List.of();
  private List<String> whole = List.of();
  private Path out = Path.of("");
  private Path state = Path.of("");
  private Path saved = Path.of("");

  @BeforeEach
  void makeLog() throws IOException {
    log = SampleLog.lines(11, 300);
    Duration minute = Duration.ofMinutes(1);
    whole = new ExpectedPageViews(log, minute, minute).lines();
    Files.write(temp.resolve("access.log"), log);
    out = temp.resolve("out");
    state = temp.resolve("state");
    saved = temp.resolve("saved");
  }

  @Test
  void theConsoleAnswersWhileTheJobRuns() throws Exception {
    ExampleRun run =
        stoppedWith(
            "checkpoint",
            "top",
            "savepoint " + saved,
            "savepoint " + saved,
            "rescale 3",
            "rescale many",
            "savepoint",
            "top 5",
            "",
            "top",
            "help");

    assertThat(run.out())
        .containsPattern("checkpoint \\d+ is stored\\R")
        .containsPattern("checkpoint \\d+ is saved in " + saved + "\\R")
        .containsPattern("savepoint: .* needs an empty directory, .*; name a new one\\R")
        .containsPattern("goes on with parallelism 3\\R")
        .contains("rescale: 'many' is not a whole number from 1 to 1024")
        .contains("not a command: 'savepoint'; try help")
        .contains("not a command: 'top 5'; try help")
        .contains("rescale <number>")
        .contains("stopped: the next start goes on here");
    Matcher tables = TABLE.matcher(run.out());
    for (int table = 0; table < 2; table++) {
      assertThat(tables.find()).as(run.out()).isTrue();
      isAsCommitted(tables);
    }
    assertThat(linesIn(out, "part-*.jsonl")).hasSizeLessThan(whole.size());
    goesOnToTheEnd(out, state, 2);
    assertThat(linesIn(out, "part-*.jsonl")).containsExactlyInAnyOrderElementsOf(whole);
    assertThat(ExampleRun.of("page-views-state", "--state", state).out())
        .matches("checkpoint \\d+: no window is open: the input has ended\\R");
  }

  @Test
  void goesOnElsewhereFromASavepoint() throws Exception {
    ExampleRun first = stoppedWith("savepoint " + saved, "checkpoint");
    Matcher epoch = SAVED.matcher(first.out());
    assertThat(epoch.find()).as(first.out()).isTrue();
    StoredPageViews until = new StoredPageViews(out, Long.parseLong(epoch.group(1)));
    Path copied = Files.createDirectory(temp.resolve("copied"));
    for (Path part : files(out)) {
      Files.copy(part, copied.resolve(part.getFileName()));
    }

    Path fresh = temp.resolve("fresh");
    ExampleRun run = goesOnToTheEnd(fresh, temp.resolve("elsewhere"), 3, "--restore-from", saved);
    List<String> together = new ArrayList<>(until.lines);
    together.addAll(linesIn(fresh, "part-*.jsonl"));

    assertThat(together).containsExactlyInAnyOrderElementsOf(whole);
    assertThat(until.lines).isNotEmpty();
    assertThat(run.out()).doesNotContain("replacing");

    // What the first run has written since the savepoint is written again, and not twice.
    goesOnToTheEnd(copied, temp.resolve("other"), 1, "--restore-from", saved);
    assertThat(linesIn(copied, "part-*.jsonl")).containsExactlyInAnyOrderElementsOf(whole);
  }

  @Test
  void showsWhatASavepointAndAClosedDirectoryHold() throws Exception {
    stoppedWith("savepoint " + saved);

    for (Path held : List.of(saved, state)) {
      ExampleRun run = ExampleRun.of("page-views-state", "--state", held);

      assertThat(run.exitCode()).as(run.err()).isZero();
      Matcher table = TABLE.matcher(run.out());
      assertThat(table.find()).as(run.out()).isTrue();
      StoredPageViews stored = isAsCommitted(table);
      assertThat(run.out())
          .containsPattern("views  open windows\\R +[\\d,]+  from " + stored.closedUntil + "\\R");
    }
  }

  @Test
  void theEndOfTheCommandsIsNotTheEndOfTheJob() throws Exception {
    InputStream before = System.in;
    System.setIn(InputStream.nullInputStream());
    try {
      goesOnToTheEnd(out, state, 1, "--console");
    } finally {
      System.setIn(before);
    }
    assertThat(linesIn(out, "part-*.jsonl")).containsExactlyInAnyOrderElementsOf(whole);
  }

  /** The table of a checkpoint says what was committed until then. */
  private StoredPageViews isAsCommitted(Matcher table) throws IOException {
    StoredPageViews stored = new StoredPageViews(out, Long.parseLong(table.group(1)));
    assertThat(stored.lines).isSubsetOf(whole).doesNotHaveDuplicates();
    assertThat(table.group(2)).isEqualTo(stored.table());
    return stored;
  }

  /** A run that is told these commands when it has counted something, and then to stop. */
  private ExampleRun stoppedWith(String... commands) throws Exception {
    InputStream before = System.in;
    try (PipedOutputStream keys = new PipedOutputStream()) {
      System.setIn(new PipedInputStream(keys));
      FutureTask<ExampleRun> run =
          new FutureTask<>(() ->
              run(out, state, 1, "--console", "--rate", 200, "--checkpoint-interval", "50ms"));
      Thread.ofPlatform().daemon().start(run);
      while (linesIn(out, "part-*.jsonl").isEmpty()) {
        isStillRunning(run);
      }
      keys.write((String.join("\n", commands) + "\nstop\n").getBytes(UTF_8));
      keys.flush();
      ExampleRun done = run.get();
      assertThat(done.exitCode()).as(done.err()).isZero();
      return done;
    } finally {
      System.setIn(before);
    }
  }

  private static void isStillRunning(FutureTask<ExampleRun> run) throws Exception {
    try {
      throw new AssertionError("over too soon: " + run.get(20, TimeUnit.MILLISECONDS));
    } catch (TimeoutException stillRunning) {
      // as it should be
    }
  }

  private ExampleRun goesOnToTheEnd(Path output, Path state, int parallelism, Object... more) {
    ExampleRun run = run(output, state, parallelism, more);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private ExampleRun run(Path output, Path state, int parallelism, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("page-views"));
    arguments.addAll(List.of("--input", temp.resolve("access.log"), "--output", output));
    arguments.addAll(List.of("--state", state, "--parallelism", parallelism));
    arguments.addAll(List.of(more));
    return ExampleRun.of(arguments.toArray());
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
