package io.streamflow.examples;

import io.streamflow.connectors.file.FileSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Where the files of a result go. */
final class OutputDirectory {
  private OutputDirectory() {}

  /**
   * The directory that was given, if any; it need not be there yet.
   *
   * @param input the files that will be read
   * @throws ParameterException when it is not a directory, or an earlier result in it, which will
   *     be replaced, is the input
   */
  static Optional<Path> given(Optional<Path> output, String input, CommandSpec spec)
      throws IOException {
    if (output.isPresent()) {
      Path directory = output.get();
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        throw unusable(spec, directory + " is a file, not a directory");
      }
      List<Path> replaced = earlierResult(directory);
      for (String file : FileSource.lines(input).partitions()) {
        for (Path part : replaced) {
          if (Files.isSameFile(part, Path.of(file))) {
            throw unusable(spec, file + " is the input, and would be replaced");
          }
        }
      }
    }
    return output;
  }

  private static ParameterException unusable(CommandSpec spec, String why) {
    return new ParameterException(spec.commandLine(), "--output: " + why);
  }

  /** The directory that was given, or a new temporary one; says what becomes of it. */
  static Path givenOrFresh(Optional<Path> output, String input, CommandSpec spec, PrintStream notes)
      throws IOException {
    if (given(output, input, spec).isEmpty()) {
      Path fresh = Files.createTempDirectory("streamflow-" + spec.name() + "-");
      notes.println("no --output: writing to " + fresh);
      return fresh;
    }
    Path directory = output.get();
    if (!earlierResult(directory).isEmpty()) {
      notes.println("replacing the result of an earlier run in " + directory);
    }
    return directory;
  }

  /** The files that an earlier run has left there. */
  private static List<Path> earlierResult(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path place :
        List.of(directory, directory.resolve("late"), directory.resolve("rejected"))) {
      if (Files.isDirectory(place)) {
        try (DirectoryStream<Path> parts =
            Files.newDirectoryStream(place, "{part,undecodable}-*")) {
          parts.forEach(found::add);
        }
      }
    }
    return found;
  }
}
