package io.streamflow.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one call of the program gave.
 *
 * @param exitCode the exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record ExampleRun(int exitCode, String out, String err) {

  static synchronized ExampleRun of(Object... args) {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    try {
      String[] texts = new String[args.length];
      for (int i = 0; i < args.length; i++) {
        texts[i] = args[i].toString();
      }
      int exitCode = Main.run(texts);
      return new ExampleRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }

  List<String> outLines() {
    return out.lines().toList();
  }

  /** The lines of all files in a directory that match a glob; none when there is no directory. */
  static List<String> linesIn(Path directory, String glob) throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, glob)) {
        for (Path part : parts) {
          lines.addAll(Files.readAllLines(part));
        }
      }
    }
    return lines;
  }
}
