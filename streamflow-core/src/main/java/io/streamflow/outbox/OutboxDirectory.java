package io.streamflow.outbox;

import io.streamflow.checkpoint.PendingOutbox;
import io.streamflow.checkpoint.SinkOutbox;
import io.streamflow.spi.OutboxMark;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the outboxes of a job lie: a folder of its state directory, with a file per sink and epoch
 * that has any output. What no checkpoint knows is rubbish that a crash has left.
 */
public final class OutboxDirectory {
  private static final String NAME = "outbox";

  private final Path state;
  private final Path path;
  private final boolean lasting;

  /**
   * The outboxes beside a job's state.
   *
   * @param lasting whether files are to survive a loss of power
   */
  public OutboxDirectory(Path state, boolean lasting) {
    this.state = state;
    this.path = state.resolve(NAME);
    this.lasting = lasting;
  }

  /** Tells which file of these outboxes is not there, or not as long as it was, if any. */
  public Optional<String> missing(List<SinkOutbox> outboxes) {
    return outboxes.stream()
        .flatMap(outbox -> outbox.pending().stream())
        .filter(output -> output.fileBytes() > 0)
        .filter(output -> length(output) != output.fileBytes())
        .map(output -> file(output.mark()).toString())
        .findFirst();
  }

  private long length(PendingOutbox output) {
    try {
      return Files.size(file(output.mark()));
    } catch (IOException e) {
      return -1;
    }
  }

  Path file(OutboxMark mark) {
    return path.resolve(PendingOutbox.fileName(mark));
  }

  /** Begins the file of an epoch's output. */
  OutboxFile begin(OutboxMark mark) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectory(path);
      force(state);
    }
    return new OutboxFile(file(mark), mark, lasting);
  }

  /** Makes the names of files last. */
  void force() throws IOException {
    force(path);
  }

  /** Windows has no such call, and does not need it. */
  private void force(Path directory) throws IOException {
    if (!lasting
        || System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Deletes the files of outputs that no checkpoint knows any more. */
  void delete(List<OutboxMark> outputs) throws IOException {
    for (OutboxMark output : outputs) {
      Files.deleteIfExists(file(output));
    }
  }

  /** Deletes what is none of these. */
  void sweep(List<SinkOutbox> outboxes) throws IOException {
    if (!Files.isDirectory(path)) {
      return;
    }
    Set<String> known = new HashSet<>();
    outboxes.forEach(outbox -> outbox.pending().forEach(output -> known.add(output.fileName())));
    List<Path> rubbish;
    try (Stream<Path> files = Files.list(path)) {
      rubbish = files.filter(file -> !known.contains(file.getFileName().toString())).toList();
    }
    for (Path file : rubbish) {
      Files.deleteIfExists(file);
    }
  }
}
