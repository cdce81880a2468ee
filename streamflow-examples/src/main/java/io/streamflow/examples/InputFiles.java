package io.streamflow.examples;

import io.streamflow.connectors.file.FileSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Finds the input of an example before its job starts, or makes a sample. */
final class InputFiles {
  private InputFiles() {}

  /**
   * The file or glob that was given; if none was, a temporary file of this name with these lines.
   *
   * @throws ParameterException when there is no such file, or it cannot be read
   */
  static String givenOrSample(
      Optional<String> given,
      CommandSpec spec,
      String name,
      Supplier<List<String>> lines,
      PrintStream notes)
      throws IOException {
    if (given.isPresent()) {
      check("--input", given.get(), spec);
      return given.get();
    }
    return sample(name, lines.get(), notes).toString();
  }

  /**
   * Refuses a file or glob that cannot be read.
   *
   * @param option what it was given with
   * @throws ParameterException saying why
   */
  static void check(String option, String pathOrGlob, CommandSpec spec) {
    try {
      for (String file : FileSource.lines(pathOrGlob).partitions()) {
        if (!Files.isReadable(Path.of(file))) {
          throw unusable(option, spec, file + ": permission denied");
        }
      }
    } catch (NoSuchFileException e) {
      throw unusable(option, spec, "there is no such file: " + e.getFile());
    } catch (IOException | InvalidPathException e) {
      throw unusable(option, spec, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw unusable(option, spec, "the path is blank");
    }
  }

  private static ParameterException unusable(String option, CommandSpec spec, String why) {
    return new ParameterException(spec.commandLine(), option + ": " + why);
  }

  private static Path sample(String name, List<String> lines, PrintStream notes)
      throws IOException {
    Path file = Files.createTempDirectory("streamflow-sample-").resolve(name);
    Files.write(file, lines);
    notes.printf(Locale.ROOT, "no --input: made a sample of %,d lines, %s%n", lines.size(), file);
    return file;
  }
}
