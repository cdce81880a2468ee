package io.streamflow.connectors.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Looks at what a sink has written as anybody would, without this library. */
final class PartText {
  private PartText() {}

  /** The lines of a file; of one compressed, all of which must be whole. */
  static List<String> lines(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        InputStream content =
            file.toString().contains(".gz") ? new GZIPInputStream(bytes) : bytes) {
      return new String(content.readAllBytes(), UTF_8).lines().toList();
    }
  }

  /** All files below a directory, hidden ones too, by their path. */
  static NavigableMap<String, Path> files(Path directory) throws IOException {
    NavigableMap<String, Path> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> found.put(directory.relativize(file).toString(), file));
    }
    return found;
  }

  /** What a crash at this moment would leave, in another place. */
  static Path copy(Path directory, Path target) throws IOException {
    for (var file : files(directory).entrySet()) {
      Path to = target.resolve(file.getKey());
      Files.createDirectories(to.getParent());
      Files.copy(file.getValue(), to);
    }
    return target;
  }

  /** The sorted lines of all files that are visible. */
  static List<String> visible(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(directory).values()) {
      if (!String.valueOf(file.getFileName()).startsWith(".")) {
        lines.addAll(lines(file));
      }
    }
    lines.sort(null);
    return lines;
  }
}
