package io.streamflow.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** JVMs that a benchmark starts, of the same JDK and with the same class path. */
public final class ChildJvm {
  private static final Duration END_TIMEOUT = Duration.ofSeconds(20);

  private ChildJvm() {}

  /** The command that runs a class with these options and arguments. */
  public static List<String> command(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  /** Waits for the end of one that was told to end; one that does not is killed. */
  public static void awaitEnd(Process process) {
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
