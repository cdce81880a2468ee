package io.streamflow.connectors.file;

import io.streamflow.connectors.json.Json;
import io.streamflow.function.MapFunction;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/**
 * Writes items as lines of UTF-8 text into files of one directory. Exactly-once: a file appears
 * under its name when it is complete and its epoch is committed, and only then.
 *
 * <p>Each subtask makes one file per epoch, {@code part-<subtask>-<epoch>.txt}, or none when it had
 * no items. A job without checkpoints has the one epoch 1, committed at its successful end. Until
 * then the file's name begins with a dot and ends in {@code .open} (being written) or {@code
 * .pending} (durable, waiting for its checkpoint to be complete), and {@link FileSource} does not
 * find it.
 *
 * <p>A job that fails before an epoch is committed leaves none of the epoch's files visible. The
 * files of several subtasks are committed one after the other, not all at once: a failure in the
 * middle leaves some visible, and the others {@code .pending} until they are committed after all.
 * Without checkpoints nobody does that; a run with {@link #replaceExisting} removes them.
 *
 * <p>The directory is made when it is not there. What an earlier run has left in it, as far as it
 * has this prefix and suffix, is treated by how the job starts:
 *
 * <ul>
 *   <li>Anew: visible files are refused, unless {@link #replaceExisting} is set. A job with
 *       checkpoints removes hidden ones, which nobody will ever commit.
 *   <li>From a checkpoint: the files of its epoch and those before stay, and are committed where
 *       they are not yet. Hidden files of later epochs are removed, for their items are written
 *       again. Visible ones of later epochs show that the checkpoint is older than the output; they
 *       are refused, unless {@link #replaceExisting} is set.
 * </ul>
 *
 * The parallelism may change between the runs. Files of the last epoch must not be taken away
 * before the next epoch is committed: a recovery looks for them, and fails when it finds neither
 * the hidden nor the visible one.
 *
 * <p>Immutable; opens nothing until a job starts.
 *
 * @param <T> the items
 */
public final class FileSink<T> implements Sink<T> {
  @Serial private static final long serialVersionUID = 1L;

  private final String directory;
  private final MapFunction<? super T, String> line;
  private final PartNames names;
  private final boolean replaceExisting;

  private FileSink(
      String directory,
      MapFunction<? super T, String> line,
      PartNames names,
      boolean replaceExisting) {
    this.directory = directory;
    this.line = line;
    this.names = names;
    this.replaceExisting = replaceExisting;
  }

  /** Each item is a line. An item with a line break in it is refused: it would be two lines. */
  public static FileSink<String> lines(Path directory) {
    return new FileSink<>(directory.toString(), text -> text, new PartNames("part", ".txt"), false);
  }

  /** Each item is a line of JSON, in files that end in {@code .jsonl}. */
  public static <T> FileSink<T> jsonLines(Path directory, Class<T> type) {
    return jsonLines(directory, Json.of(type));
  }

  /** Each item is a line of JSON, in files that end in {@code .jsonl}. */
  public static <T> FileSink<T> jsonLines(Path directory, Json<T> json) {
    return new FileSink<>(directory.toString(), json::text, new PartNames("part", ".jsonl"), false);
  }

  /**
   * Removes the files that an earlier run has left in the directory, finished or not, before
   * anything is written: those with this sink's prefix and suffix, and no others. A job that goes
   * on from a checkpoint removes only those of later epochs, which it writes again.
   */
  public FileSink<T> replaceExisting() {
    return new FileSink<>(directory, line, names, true);
  }

  /** The beginning of the file names instead of {@code part}; must not begin with a dot. */
  public FileSink<T> prefix(String prefix) {
    return new FileSink<>(directory, line, new PartNames(prefix, names.suffix()), replaceExisting);
  }

  /** The end of the file names, such as {@code .csv}, instead of {@code .txt} or {@code .jsonl}. */
  public FileSink<T> suffix(String suffix) {
    return new FileSink<>(directory, line, new PartNames(names.prefix(), suffix), replaceExisting);
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.COMMITTING;
  }

  @Override
  public SinkWriter<T> open(SinkContext context) throws IOException {
    PartDirectory parts = new PartDirectory(Path.of(directory), names);
    PartFile file = parts.beginFor(context, replaceExisting);
    return new FileSinkWriter<>(parts, context, line, file);
  }

  @Override
  public String description() {
    return "files " + Path.of(directory).resolve(names.prefix() + "-*" + names.suffix());
  }
}
