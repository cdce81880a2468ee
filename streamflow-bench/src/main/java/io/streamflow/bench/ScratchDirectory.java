package io.streamflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories for state, beside the system's other temporary files, which end with the JVM. */
public final class ScratchDirectory {
  private ScratchDirectory() {}

  /** Makes one. */
  public static Path make() {
    try {
      Path made = Files.createTempDirectory("streamflow-bench");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteIfThere(made)));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteIfThere(Path directory) {
    if (Files.exists(directory)) {
      delete(directory);
    }
  }

  /** Deletes one before the JVM ends. */
  public static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      System.err.println(directory + " is left behind: " + e);
    }
  }
}
