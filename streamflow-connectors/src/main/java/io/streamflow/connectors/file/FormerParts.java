package io.streamflow.connectors.file;

import io.streamflow.connectors.file.PartNames.Part;
import io.streamflow.connectors.file.PartNames.Stage;
import io.streamflow.spi.SinkContext;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What becomes of the files that earlier runs have left, as one subtask of the next run decides. It
 * decides of the files of its own number only (subtask 0 also of numbers that no subtask has now),
 * so that writers that open at the same time, in one process or several, need not know of each
 * other. It must hold its own open file by then: that tells that no other run is alive.
 *
 * <pre>
 *                      visible               .pending            .open
 *   no checkpoints     refuse, or replace    stays, or replace   stays, or replace
 *   goes on from n
 *     epochs up to n   stays                 stays               removed
 *     later epochs     refuse, or replace    removed
 * </pre>
 *
 * A durable job that starts anew goes on from 0. What stays {@code .pending} will be committed.
 */
record FormerParts(Path directory, PartNames names, SinkContext context, boolean replaceExisting) {

  /**
   * Removes what is void.
   *
   * @throws IOException when there is output that must not be mixed with that of this run; nothing
   *     has been removed then
   */
  void clear() throws IOException {
    List<Path> doomed = new ArrayList<>();
    try {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          Optional<Part> part = names.part(String.valueOf(file.getFileName()));
          if (part.isPresent() && isMine(part.get()) && isVoid(part.get(), file)) {
            doomed.add(file);
          }
        }
      }
      for (Path file : doomed) {
        if (names.isOpen(file)) {
          HeldFile.removeLeftover(file);
        } else {
          Files.deleteIfExists(file);
        }
      }
    } catch (FileSystemException | FileInUseException e) {
      throw FileProblem.of("write to", directory, e);
    }
    if (!doomed.isEmpty()) {
      PartDirectory.force(directory);
    }
  }

  /** Whether this subtask looks after the file; its own open one is not a former one. */
  private boolean isMine(Part part) {
    return part.subtask() == context.subtask()
        ? part.stage() != Stage.OPEN
        : context.subtask() == 0 && part.subtask() >= context.parallelism();
  }

  private boolean isVoid(Part part, Path file) throws IOException {
    OptionalLong restored = context.restoredEpoch();
    boolean later = restored.isEmpty() || part.epoch() > restored.getAsLong();
    return switch (part.stage()) {
      case OPEN -> restored.isPresent() || replaceExisting;
      case PENDING -> later && (restored.isPresent() || replaceExisting);
      case COMMITTED -> {
        if (later && !replaceExisting) {
          throw new IOException(refusal(part, file));
        }
        yield later;
      }
    };
  }

  private String refusal(Part part, Path file) {
    String what = "cannot write to " + directory + ": it holds " + file.getFileName();
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
