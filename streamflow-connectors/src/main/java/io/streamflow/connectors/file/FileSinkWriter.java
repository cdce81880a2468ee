package io.streamflow.connectors.file;

import io.streamflow.function.MapFunction;
import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.SinkContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes the files of one subtask, one per epoch. Used by one thread at a time.
 *
 * @param <T> the items
 */
final class FileSinkWriter<T> implements CommittingSinkWriter<T> {
  private static final byte[] NOTHING = {};

  private final PartDirectory directory;
  private final int subtask;
  private final MapFunction<? super T, String> line;
  private PartFile file;
  private long preparedEpoch;
  private byte[] prepared = NOTHING;
  private boolean closed;

  /**
   * Writes for a subtask.
   *
   * @param file its first file, which this writer discards or finishes
   */
  FileSinkWriter(
      PartDirectory directory,
      SinkContext context,
      MapFunction<? super T, String> line,
      PartFile file) {
    this.directory = directory;
    this.subtask = context.subtask();
    // The files of the epochs up to the restored one are there already.
    this.preparedEpoch = context.restoredEpoch().orElse(-1);
    this.line = line;
    this.file = file;
  }

  @Override
  public void write(T item) throws Exception {
    String text = line.apply(item);
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("an item written as a line must not hold a line break");
    }
    file.writeLine(text);
  }

  @Override
  public void flush() throws IOException {
    file.writeBuffered();
  }

  @Override
  public byte[] prepare(long epoch) throws IOException {
    if (epoch < preparedEpoch || (epoch == preparedEpoch && !file.empty())) {
      throw new IllegalStateException(
          "epoch " + epoch + " cannot be prepared after epoch " + preparedEpoch);
    }
    if (epoch == preparedEpoch) {
      return prepared.clone();
    }
    byte[] names = NOTHING;
    if (!file.empty()) {
      file = directory.makePending(file, subtask, epoch);
      names = directory.names().committed(subtask, epoch).getBytes(StandardCharsets.UTF_8);
    }
    preparedEpoch = epoch;
    prepared = names;
    return names.clone();
  }

  @Override
  public void commit(long epoch, byte[] prepared) throws IOException {
    if (prepared.length > 0) {
      directory.makeVisible(new String(prepared, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      file.discard();
    }
  }
}
