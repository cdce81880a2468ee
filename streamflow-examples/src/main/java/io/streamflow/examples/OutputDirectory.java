package io.streamflow.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Where the files of a result go. */
final class OutputDirectory {
  private OutputDirectory() {}

  /**
   * The directory that was given, if any; it need not be there yet.
   *
   * @throws ParameterException when it is not a directory
   */
  static Optional<Path> given(Optional<Path> output, CommandSpec spec) {
    output
        .filter(path -> Files.exists(path) && !Files.isDirectory(path))
        .ifPresent(path -> {
          throw new ParameterException(
              spec.commandLine(), "--output: " + path + " is a file, not a directory");
        });
    return output;
  }

  /** The directory that was given, or a new temporary one; says what becomes of it. */
  static Path givenOrFresh(
      Optional<Path> output, CommandSpec spec, String example, PrintStream notes)
      throws IOException {
    if (given(output, spec).isEmpty()) {
      return fresh(example, notes);
    }
    Path directory = output.get();
    if (hasResult(directory)) {
      notes.println("replacing the result of an earlier run in " + directory);
    }
    return directory;
  }

  private static Path fresh(String example, PrintStream notes) throws IOException {
    Path directory = Files.createTempDirectory("streamflow-" + example + "-");
    notes.println("no --output: writing to " + directory);
    return directory;
  }

  /** Whether an earlier run has left its result there, or a part of it. */
  private static boolean hasResult(Path directory) throws IOException {
    for (Path place :
        new Path[] {directory, directory.resolve("late"), directory.resolve("rejected")}) {
      if (Files.isDirectory(place)) {
        try (DirectoryStream<Path> parts =
            Files.newDirectoryStream(place, "{part,undecodable}-*")) {
          if (parts.iterator().hasNext()) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
