package io.streamflow.connectors.file;

import io.streamflow.connectors.file.PartNames.Part;
import io.streamflow.connectors.file.PartNames.Stage;
import io.streamflow.spi.SinkContext;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What becomes of the files that earlier runs have left, as one subtask of the next run decides. It
 * decides of the files of its own number only (subtask 0 also of numbers that no subtask has now),
 * so that writers that open at the same time, in one process or several, need not know of each
 * other. It must hold its own open file by then: that tells that no other run is alive.
 *
 * <pre>
 *                      visible               .pending            .open
 *   no checkpoints     refuse, or replace    stays, or replace   removed
 *   goes on from n
 *     epochs up to n   stays                 stays               stays
 *     later epochs     refuse, or replace    removed             removed
 * </pre>
 *
 * The epoch is the one in which the file was begun. A durable job that starts anew goes on from 0.
 * What stays {@code .pending} or {@code .open} will be committed, as far as the checkpoint covers
 * it.
 */
record FormerParts(PartDirectory parts, SinkContext context) {

  /**
   * Removes what is void.
   *
   * @throws IOException when there is output that must not be mixed with that of this run; nothing
   *     has been removed then
   */
  void clear() throws IOException {
    List<Path> doomed = new ArrayList<>();
    Set<Path> changed = new HashSet<>();
    try {
      Files.walkFileTree(
          parts.directory(),
          EnumSet.noneOf(FileVisitOption.class),
          parts.partitioned() ? Integer.MAX_VALUE : 1,
          new Search(doomed));
      for (Path file : doomed) {
        remove(file);
        changed.add(PartDirectory.parent(file));
      }
    } catch (FileSystemException | FileInUseException e) {
      throw FileProblem.of("write to", parts.directory(), e);
    }
    for (Path directory : changed) {
      PartDirectory.force(directory);
    }
  }

  private static void remove(Path file) throws IOException {
    if (PartNames.isOpen(file)) {
      HeldFile.removeLeftover(file);
    } else {
      Files.deleteIfExists(file);
    }
  }

  /** Looks through the directory, and those of partitions. */
  private final class Search extends SimpleFileVisitor<Path> {
    private final List<Path> found;

    Search(List<Path> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path place, BasicFileAttributes attributes) {
      boolean below = !place.equals(parts.directory());
      return below && String.valueOf(place.getFileName()).startsWith(".")
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Optional<Part> part = parts.names().part(String.valueOf(file.getFileName()));
      if (part.isPresent() && isMine(part.get()) && isVoid(part.get(), file)) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // another writer has renamed it meanwhile
      }
      throw failure;
    }
  }

  /** Whether this subtask looks after the file; what it holds is not a former one. */
  private boolean isMine(Part part) {
    return part.subtask() == context.subtask()
        ? part.stage() != Stage.HELD
        : context.subtask() == 0 && part.subtask() >= context.parallelism();
  }

  private boolean isVoid(Part part, Path file) throws IOException {
    OptionalLong restored = context.restoredEpoch();
    boolean later = restored.isEmpty() || part.epoch() > restored.getAsLong();
    boolean mayRemove = restored.isPresent() || parts.replaceExisting();
    return switch (part.stage()) {
      case HELD -> mayRemove;
      case OPEN -> later && (mayRemove || part.subtask() == context.subtask());
      case PENDING -> later && mayRemove;
      case COMMITTED -> {
        if (later && !parts.replaceExisting()) {
          throw new IOException(refusal(part, file));
        }
        yield later;
      }
    };
  }

  private String refusal(Part part, Path file) {
    String what =
        "cannot write to " + parts.directory() + ": it holds " + parts.directory().relativize(file);
    String elsewhere = ", choose another directory or prefix(...), or set replaceExisting()";
    long restored = context.restoredEpoch().orElse(0);
    if (restored == 0) {
      return what + " of an earlier run; remove it" + elsewhere;
    }
    return what
        + " of epoch "
        + part.epoch()
        + ", but the job goes on from the earlier epoch "
        + restored
        + " and would write the same items again; move the files of later epochs away"
        + elsewhere
        + ", which removes just these";
  }
}
