package io.streamflow.bench.kafka;

import io.streamflow.bench.ChildJvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A {@link Worker}. One thread. */
final class WorkerProcess implements AutoCloseable {
  /** Such as {@code -XX:StartFlightRecording=filename=/tmp/%p.jfr}; between blanks. */
  private static final String MORE_OPTIONS = System.getProperty("worker.options", "");

  private final Way way;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  WorkerProcess(Way way) throws IOException {
    this.way = way;
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
    if (!MORE_OPTIONS.isBlank()) {
      options.addAll(List.of(MORE_OPTIONS.strip().split("\\s+")));
    }
    List<String> command = ChildJvm.command(options, Worker.class, List.of(way.name()));
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
    ChildJvm.awaitEnd(process);
  }
}
