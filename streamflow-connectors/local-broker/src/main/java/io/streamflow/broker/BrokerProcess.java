package io.streamflow.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link LocalBroker} in a process of its own, to be killed and started again. One thread. */
public final class BrokerProcess implements AutoCloseable {
  static final String READY = "broker is ready";

  /** Quick to start, and small. */
  private static final List<String> SMALL =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Path directory;
  private final List<String> jvmOptions;
  private final int port = LocalBroker.freePort();
  private final int controllerPort = LocalBroker.freePort();
  private @Nullable Process process;

  /** A broker that keeps its topics in {@code directory}; not started yet. */
  public BrokerProcess(Path directory) throws IOException {
    this(directory, SMALL);
  }

  /**
   * The same, with other options of its JVM than those with which it starts quickly and stays
   * small: for measurements, in which it is to be as fast as it can.
   */
  public BrokerProcess(Path directory, List<String> jvmOptions) throws IOException {
    this.directory = directory;
    this.jvmOptions = List.copyOf(jvmOptions);
  }

  /** Starts it, again if need be, and returns when it serves. */
  public void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            "-cp",
            System.getProperty("java.class.path"),
            LocalBroker.class.getName(),
            directory.toString(),
            "" + port,
            "" + controllerPort));
    Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
    process = started;
    BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); !READY.equals(line); line = output.readLine()) {
      if (line == null) {
        throw new IOException("the broker has ended: " + said);
      }
      said.append(line).append('\n');
    }
  }

  /** Kills it as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  /** The process that runs, to see what it uses. */
  public ProcessHandle handle() {
    if (process == null) {
      throw new IllegalStateException("the broker has not been started");
    }
    return process.toHandle();
  }

  /** Its address, whether it runs or not. */
  public String bootstrap() {
    return LocalBroker.address(port);
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
