package io.streamflow.bench.kafka;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A {@link Worker}. One thread. */
final class WorkerProcess implements AutoCloseable {
  /** Such as {@code -XX:StartFlightRecording=filename=/tmp/%p.jfr}; between blanks. */
  private static final String MORE_OPTIONS = System.getProperty("worker.options", "");

  private static final Duration END_TIMEOUT = Duration.ofSeconds(20);

  private final Way way;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  WorkerProcess(Way way) throws IOException {
    this.way = way;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
    if (!MORE_OPTIONS.isBlank()) {
      command.addAll(List.of(MORE_OPTIONS.strip().split("\\s+")));
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), way.name()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts a run. */
  void start(Setup setup) throws IOException {
    order(setup.line(), Worker.STARTED);
  }

  /** Ends it. */
  void stop() throws IOException {
    order("stop", Worker.STOPPED);
  }

  private void order(String line, String expected) throws IOException {
    orders.write(line);
    orders.newLine();
    orders.flush();
    for (String answer = ""; !expected.equals(answer); answer = answers.readLine()) {
      if (answer == null) {
        throw new IOException(way + " has failed, see above");
      }
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() throws IOException {
    orders.close(); // ends it in order, so that a recording is written
    try {
      if (!process.waitFor(END_TIMEOUT)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
