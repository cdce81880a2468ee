package io.streamflow.connectors.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Finds the files that a path or a glob names. Files and directories whose name begins with a dot
 * are found only by a glob that says the dot: that is how writers hide what is not complete.
 */
final class FileListing {
  private static final String GLOB_CHARACTERS = "*?[{";

  private FileListing() {}

  /** Whether this is a glob rather than a path; a file that has just this name decides. */
  static boolean isGlob(String pathOrGlob) {
    return hasGlobCharacters(pathOrGlob) && !Files.exists(Path.of(pathOrGlob));
  }

  private static boolean hasGlobCharacters(String text) {
    return text.chars().anyMatch(c -> GLOB_CHARACTERS.indexOf(c) >= 0);
  }

  /** The files, sorted by path; at least one. */
  static List<String> files(String pathOrGlob) throws IOException {
    return isGlob(pathOrGlob) ? matching(pathOrGlob) : List.of(file(Path.of(pathOrGlob)));
  }

  /** A single file by its name. */
  static String file(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(
          "cannot read " + path + ": it is a directory; " + path + "/* names the files in it");
    }
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file");
    }
    return path.toString();
  }

  private static List<String> matching(String glob) throws IOException {
    Path base = base(glob);
    Path pattern = Path.of(glob);
    int depth = glob.contains("**") ? Integer.MAX_VALUE : pattern.getNameCount() - nameCount(base);
    PathMatcher matcher = pattern.getFileSystem().getPathMatcher("glob:" + glob);
    boolean hiddenToo = glob.startsWith(".", glob.lastIndexOf('/') + 1) || glob.contains("/.");
    if (!Files.isDirectory(base)) {
      throw new IOException("no file matches " + glob + ": there is no directory " + base);
    }
    try (Stream<Path> all = Files.walk(base, depth, FileVisitOption.FOLLOW_LINKS)) {
      List<String> found =
          all.map(path -> named(glob, base, path))
              .filter(path -> matcher.matches(path) && (hiddenToo || visible(base, path)))
              .filter(Files::isRegularFile)
              .map(Path::toString)
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new IOException("no file matches " + glob + " in the directory " + base);
      }
      return found;
    } catch (UncheckedIOException e) {
      throw FileProblem.of("look for " + glob + " in", base, Objects.requireNonNull(e.getCause()));
    }
  }

  /** The directory before the first element with a glob character in it. */
  private static Path base(String glob) {
    int element = 0;
    for (int slash = glob.indexOf('/'); slash >= 0; slash = glob.indexOf('/', slash + 1)) {
      if (hasGlobCharacters(glob.substring(0, slash))) {
        break;
      }
      element = slash + 1;
    }
    return element == 0 ? Path.of(".") : Path.of(glob.substring(0, element));
  }

  private static int nameCount(Path base) {
    return base.equals(Path.of(".")) ? 0 : base.getNameCount();
  }

  /** The path as the glob writes it: without a dot that stands for the current directory. */
  private static Path named(String glob, Path base, Path path) {
    return base.equals(Path.of(".")) && !glob.startsWith("./") ? base.relativize(path) : path;
  }

  private static boolean visible(Path base, Path path) {
    for (int i = path.startsWith(base) ? base.getNameCount() : 0; i < path.getNameCount(); i++) {
      if (path.getName(i).toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }
}
