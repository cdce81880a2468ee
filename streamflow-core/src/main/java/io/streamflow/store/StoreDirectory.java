package io.streamflow.store;

import io.streamflow.store.MetaPage.Damage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * What is in a directory that is to hold state, looked at before anything is made or changed in it.
 * The data file appears in it whole, by being renamed: a crash while it is made leaves none.
 */
final class StoreDirectory {
  /** What may be there before the first state: ours, and what a new file system has. */
  private static final Set<String> HARMLESS =
      Set.of(OwnerLock.NAME, StagedFile.CREATING, "lost+found");

  private final Path path;

  StoreDirectory(Path path) {
    this.path = path;
  }

  /** Refuses what cannot hold state, or holds what is not ours. Touches nothing. */
  void check() {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Path parent = path.toAbsolutePath().getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        throw StateStoreException.about(
            path, "its parent directory " + parent + " does not exist", "make that one first");
      }
      return;
    }
    if (!Files.isDirectory(path)) {
      throw StateStoreException.about(path, "it is not a directory", "name another place");
    }
    if (holdsState()) {
      checkFile();
      return;
    }
    Set<String> others = names();
    if (others.contains(DataFile.LOCK_NAME)) {
      throw StateStoreException.about(
          path,
          DataFile.NAME + " is missing, though " + DataFile.LOCK_NAME + " tells that it was there",
          "bring it back, or empty the directory to begin anew");
    }
    if (others.contains(StagedFile.COPYING)) {
      throw StateStoreException.about(
          path, "it holds a savepoint that was not finished", "take another savepoint");
    }
    others.removeAll(HARMLESS);
    if (!others.isEmpty()) {
      throw StateStoreException.about(
          path,
          "it holds other files, and no state: " + shown(others),
          "name a new or empty directory");
    }
  }

  boolean holdsState() {
    return Files.exists(path.resolve(DataFile.NAME));
  }

  /** Whether somebody has, or had, this directory for state. */
  boolean isOurs() {
    return Files.exists(path.resolve(OwnerLock.NAME));
  }

  /** The names of all files in it; none when it is not there. */
  Set<String> names() {
    if (!Files.isDirectory(path)) {
      return new TreeSet<>();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw StateStoreException.about(
          path, "the directory cannot be read", "look at its permissions", e);
    }
  }

  static String shown(Set<String> names) {
    return names.stream().limit(3).collect(Collectors.joining(", "))
        + (names.size() > 3 ? " and " + (names.size() - 3) + " more" : "");
  }

  /** Makes the directory, and the lock's place in it, if it is not there. */
  void make() {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectory(path);
      }
    } catch (IOException e) {
      throw StateStoreException.about(
          path, "the directory cannot be made", "look at the permissions of its parent", e);
    }
    if (!Files.isWritable(path)) {
      throw StateStoreException.about(
          path, "the directory cannot be written to", "look at its permissions");
    }
  }

  private void checkFile() {
    Path file = path.resolve(DataFile.NAME);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MetaPage meta = MetaPage.newest(channel);
      if (channel.size() / meta.pageBytes() <= meta.lastPage()) {
        PageWalk.check(channel, meta);
      }
    } catch (IOException e) {
      throw StateStoreException.about(
          file, "it cannot be read", "look at its permissions and at the disk", e);
    } catch (Damage e) {
      throw StateStoreException.about(
          file,
          "it is damaged or not ours: " + e.getMessage(),
          "put a savepoint in its place, or name another directory");
    }
    checkFormat(file);
  }

  private void checkFormat(Path file) {
    Format format = formatOf(file).orElseThrow(() -> foreign(file));
    int newest = Format.current().version();
    if (format.version() > newest) {
      throw StateStoreException.about(
          file,
          "it has format version "
              + format.version()
              + ", and this StreamFlow knows those up to "
              + newest,
          "use the version of StreamFlow that wrote it, or a newer one");
    }
  }

  private Optional<Format> formatOf(Path file) {
    try (DataFile opened = DataFile.openToRead(path, 1);
        Txn<Window> txn = opened.beginRead()) {
      return opened.format(txn).flatMap(Format::of);
    } catch (org.lmdbjava.Dbi.KeyNotFoundException | org.lmdbjava.Dbi.IncompatibleException e) {
      return Optional.empty(); // no such tables
    } catch (LmdbException e) {
      throw StateStoreException.about(
          file,
          "LMDB cannot read it",
          "put a savepoint in its place, or name another directory",
          e);
    }
  }

  private static StateStoreException foreign(Path file) {
    return StateStoreException.about(
        file, "it is a file of LMDB, but not of StreamFlow", "name another directory");
  }
}
