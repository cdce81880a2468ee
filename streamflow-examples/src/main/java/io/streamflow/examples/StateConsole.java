package io.streamflow.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamflow.job.Job;
import io.streamflow.job.StateSnapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Answers commands, one a line, about a {@code page-views} job that runs. A command that fails says
 * why in one line. Runs on a daemon thread of its own, since nobody can end a read from the
 * terminal; ends with its input, and leaves the job running.
 */
final class StateConsole {
  private static final String COMMANDS =
      """
      top                    the busiest pages as of the last checkpoint
      checkpoint             make a checkpoint now
      savepoint <directory>  make one, and copy it into a new directory
      rescale <number>       make one, and go on with so many subtasks
      stop                   make one, and end the job
      help                   this list\
      """;

  private final Job job;
  private final PrintStream out;

  private StateConsole(Job job, PrintStream out) {
    this.job = job;
    this.out = out;
  }

  /** Begins to answer, and returns the thread at once. */
  static Thread start(Job job, InputStream in, PrintStream out) {
    StateConsole console = new StateConsole(job, out);
    out.println("the job runs; help lists the commands");
    return Thread.ofPlatform().daemon().name("console").start(() -> console.answerAll(in));
  }

  private void answerAll(InputStream in) {
    // Not closed: standard input is not ours.
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          out.println(answer(line.strip()));
        }
      }
    } catch (IOException e) {
      out.println("no more commands are taken: " + oneLine(e));
    } catch (InterruptedException e) {
      out.println("no more commands are taken: interrupted");
    }
  }

  private String answer(String line) throws InterruptedException {
    String[] words = line.split("\\s+", 2);
    String command = words[0] + (words.length > 1 ? " _" : "");
    try {
      return switch (command) {
        case "top" -> top();
        case "checkpoint" -> "checkpoint " + job.checkpoint().epoch() + " is stored";
        case "savepoint _" -> savepoint(Path.of(words[1]));
        case "rescale _" -> rescale(new OptionValues.Parallelism().convert(words[1]));
        case "stop" -> stop();
        case "help" -> COMMANDS;
        default -> "not a command: '" + line.replaceAll("\\p{Cntrl}", "?") + "'; try help";
      };
    } catch (RuntimeException failed) { // the job may be over, or end meanwhile
      return words[0] + ": " + oneLine(failed);
    }
  }

  /** Reads the state while the job goes on, which does not notice. */
  private String top() {
    try (StateSnapshot<String, Long> views =
        job.state(PageViews.VIEWS_IN_ALL, String.class, Long.class)) {
      return PageViewSummary.table(views);
    }
  }

  private String savepoint(Path directory) throws InterruptedException {
    return "checkpoint " + job.savepoint(directory).epoch() + " is saved in " + directory;
  }

  private String rescale(int parallelism) throws InterruptedException {
    job.rescale(parallelism);
    return "goes on with parallelism " + parallelism;
  }

  private String stop() {
    job.stop();
    return "stopping";
  }

  private static String oneLine(Exception failure) {
    String message = failure.getMessage();
    return (message == null ? failure.toString() : message).replaceAll("\\s*\\R\\s*", " ");
  }
}
