package io.streamflow.connectors.file;

import io.streamflow.connectors.file.LineFormat.LineEncoder;
import io.streamflow.connectors.file.PreparedParts.Entry;
import io.streamflow.function.MapFunction;
import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.SinkContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of one subtask. Used by one thread at a time.
 *
 * @param <T> the items
 */
final class FileSinkWriter<T> implements CommittingSinkWriter<T> {
  private static final byte[] NOTHING = {};

  private final PartDirectory directory;
  private final OpenParts parts;
  private final LineEncoder<T> lines;
  private final @Nullable MapFunction<? super T, String> partition;
  private final long restoredEpoch;
  private byte[] prepared = NOTHING;

  /**
   * Writes for a subtask.
   *
   * @param partition which directory an item goes to; null when all go to the one
   */
  FileSinkWriter(
      PartDirectory directory,
      OpenParts parts,
      LineEncoder<T> lines,
      @Nullable MapFunction<? super T, String> partition,
      SinkContext context) {
    this.directory = directory;
    this.parts = parts;
    this.lines = lines;
    this.partition = partition;
    this.restoredEpoch = context.restoredEpoch().orElse(-1);
  }

  @Override
  public void write(T item) throws Exception {
    String line = lines.line(item);
    String place =
        partition == null ? "" : Objects.requireNonNull(partition.apply(item), "partition");
    parts.write(place, line);
  }

  @Override
  public void flush() throws IOException {
    parts.flush();
  }

  @Override
  public byte[] prepare(long epoch) throws IOException {
    long former = parts.preparedEpoch();
    if (epoch < former || (epoch == former && parts.changed())) {
      throw new IllegalStateException(
          "epoch " + epoch + " cannot be prepared after epoch " + former);
    }
    if (epoch > former) {
      prepared = parts.prepare(epoch).bytes();
    }
    return prepared.clone();
  }

  @Override
  public void commit(long epoch, byte[] bytes) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    for (Entry entry : PreparedParts.of(bytes).entries()) {
      directory.check(entry);
      if (entry.isFinished()) {
        directory.makeVisible(entry.name());
      } else if (epoch == restoredEpoch && entry.epoch() == epoch) {
        // Begun by a writer that is no more. What an older epoch knew of the file is no longer so.
        directory.settle(entry.name(), entry.length());
      } else {
        continue;
      }
      changed.add(directory.directoryOf(entry.name()));
    }
    // Also when the name was there already: the crash may have come before this.
    for (Path place : changed) {
      PartDirectory.force(place);
    }
    parts.committed(epoch);
  }

  @Override
  public void close() throws IOException {
    parts.close();
  }
}
