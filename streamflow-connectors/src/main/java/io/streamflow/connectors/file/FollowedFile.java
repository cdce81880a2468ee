package io.streamflow.connectors.file;

import io.streamflow.connectors.file.OpenFile.Reading;
import io.streamflow.connectors.file.PlainInput.Change;
import io.streamflow.spi.SourceContext;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is read as it grows, and the files that take over its name. Used by one thread.
 *
 * <pre>
 *   app.log grows ......... read on
 *   app.log -> app.log.1 .. read app.log.1 to its end, then the new app.log
 *   app.log cut short ..... read the rest in a copy beside it (app.log.1) if there is one, then
 *                           app.log from its beginning
 * </pre>
 *
 * @param <T> the items
 */
final class FollowedFile<T> implements FileSourceReader.Pages<T> {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedFile.class);

  private final Path path;
  private final Reading<T> reading;
  private final SourceContext context;
  private OpenFile<T> file;
  private boolean former; // whether the file is one that has lost the name
  private boolean atEnd;

  private FollowedFile(
      Path path, Reading<T> reading, SourceContext context, OpenFile<T> file, boolean former) {
    this.path = path;
    this.context = context;
    this.reading = reading;
    this.file = file;
    this.former = former;
  }

  /** Goes on at {@code from}, even when the file that was read then bears another name now. */
  static <T> FollowedFile<T> open(
      Path path, FilePosition from, Reading<T> reading, SourceContext context) throws IOException {
    try {
      return new FollowedFile<>(path, reading, context, OpenFile.open(path, from, reading), false);
    } catch (OffsetMismatchException e) {
      Optional<OpenFile<T>> rest = former(path, from, reading, context);
      OpenFile<T> next = rest.isPresent() ? rest.get() : atStart(path, reading);
      return new FollowedFile<>(path, reading, context, next, rest.isPresent());
    }
  }

  @Override
  public boolean drain(Drain<T> drain) throws IOException {
    while (true) {
      // Looked up before the data is: what was written before the change is then seen below.
      Change change = atEnd ? change() : Change.NONE;
      if (change == Change.TRUNCATED) {
        if (!moveOn(former(path, file.position(), reading, context))) {
          return true;
        }
        continue;
      }
      atEnd = drain.drain(file, change == Change.REPLACED);
      if (!atEnd || change == Change.NONE) {
        return atEnd;
      }
      LOG.info("{}: {} has been replaced, going on with the new file", context, path);
      if (!moveOn(Optional.empty())) {
        return true;
      }
    }
  }

  private Change change() throws IOException {
    if (former) {
      return Change.REPLACED;
    }
    return file.input() instanceof PlainInput plain ? plain.change() : Change.NONE;
  }

  /**
   * Goes on with {@code rest}, else with the file of the name; false when that is not there yet.
   */
  private boolean moveOn(Optional<OpenFile<T>> rest) throws IOException {
    OpenFile<T> next;
    try {
      next = rest.isPresent() ? rest.get() : atStart(path, reading);
    } catch (NoSuchFileException e) {
      return false;
    }
    file.close();
    file = next;
    former = rest.isPresent();
    atEnd = false;
    return true;
  }

  private static <T> OpenFile<T> atStart(Path path, Reading<T> reading) throws IOException {
    try {
      return OpenFile.open(path, FilePosition.START, reading);
    } catch (OffsetMismatchException e) {
      throw new AssertionError("the start of a file is always there", e);
    }
  }

  /** Finds the file that was read so far under one of the names that rotation gives. */
  private static <T> Optional<OpenFile<T>> former(
      Path path, FilePosition from, Reading<T> reading, SourceContext context) throws IOException {
    if (from.bytes() > 0) {
      for (Path candidate : siblings(path)) {
        try {
          OpenFile<T> found = OpenFile.open(candidate, from, reading);
          LOG.info(
              "{}: {} has been rotated, reading the rest of it in {}", context, path, candidate);
          warnOfNewer(path, candidate, context);
          return Optional.of(found);
        } catch (ClosedByInterruptException e) {
          throw e;
        } catch (OffsetMismatchException | IOException e) {
          // Another file, one being renamed, or one that is not ours to read.
          LOG.debug("{}: {} is not what {} was", context, candidate, path, e);
        }
      }
      LOG.warn(
          "{}: {} has been cut or replaced after {} bytes of it were read; reading it from its"
              + " beginning. What may have been added to it after those bytes is not read.",
          context,
          path,
          from.bytes());
    }
    return Optional.empty();
  }

  /** Several rotations that nobody watched leave whole files in between. */
  private static void warnOfNewer(Path path, Path former, SourceContext context) {
    try {
      FileTime changed = Files.getLastModifiedTime(former);
      for (Path other : siblings(path)) {
        if (Files.getLastModifiedTime(other).compareTo(changed) > 0) {
          LOG.warn(
              "{}: {} is newer than {}, which was {} when it was read last. If it had that name in"
                  + " between, its lines are not read.",
              context,
              other,
              former,
              path);
        }
      }
    } catch (IOException e) {
      LOG.debug("{}: cannot tell which files are newer than {}", context, former, e);
    }
  }

  private static List<Path> siblings(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    Path directory = path.toAbsolutePath().getParent();
    try (Stream<Path> files = Files.list(directory == null ? path : directory)) {
      return files
          .filter(file -> {
            String other = String.valueOf(file.getFileName());
            return other.startsWith(name) && !other.equals(name);
          })
          .filter(file -> !OpenFile.isGzip(file) && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }

  @Override
  public boolean mayGrow() {
    return true;
  }

  @Override
  public FilePosition position() {
    return file.position();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
