package io.streamflow.lifecycle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests begin another JVM with the class path of this one. */
public final class ChildJvm {
  private ChildJvm() {}

  /** The command that runs a main class; more options of the JVM may be put in at index 1. */
  public static List<String> command(Class<?> main, Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", // its file would be too large where files are limited
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  /** The same command where no file may be larger than so many units of 1,024 bytes. */
  public static List<String> withFilesUpTo(int kibibytes, List<String> command) {
    List<String> limited =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kibibytes + "; exec \"$@\"", "bash"));
    limited.addAll(command);
    return limited;
  }

  /** Starts a command; what it says and its errors are one stream. */
  public static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
