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
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Writes items as lines of UTF-8 text into files of one directory, or of directories below it that
 * a function of the item names. Exactly-once: a file appears under its name when it is complete and
 * its items are committed, and only then.
 *
 * <p>A file is named {@code part-<subtask>-<epoch>.txt}, after the epoch in which it was begun;
 * when a subtask begins several in an epoch, the others are numbered: {@code
 * part-<subtask>-<epoch>_1.txt}. Unless {@link #rolling} says otherwise, each is finished by the
 * next checkpoint. A job without checkpoints has the one epoch 1, committed at its successful end.
 * Until a file is committed its name begins with a dot and ends in {@code .open} (being written) or
 * {@code .pending} (durable, waiting for its checkpoint to be complete), and {@link FileSource}
 * does not find it.
 *
 * <p>A job that fails before an epoch is committed leaves none of the epoch's files visible. The
 * files of an epoch are committed one after the other, not all at once: a failure in the middle
 * leaves some visible, and the others {@code .pending} until they are committed after all. Without
 * checkpoints nobody does that; a run with {@link #replaceExisting} removes them.
 *
 * <p>The directory is made when it is not there. What an earlier run has left in it, as far as it
 * has this prefix and suffix, is treated by how the job starts:
 *
 * <ul>
 *   <li>Anew: visible files are refused, unless {@link #replaceExisting} is set. A job with
 *       checkpoints removes hidden ones, which nobody will ever commit.
 *   <li>From a checkpoint: the files of its epoch and those before stay, and are committed where
 *       they are not yet; those that were being written are cut off behind what the checkpoint
 *       covers. Hidden files of later epochs are removed, for their items are written again.
 *       Visible ones of later epochs, or with items of later epochs in them, show that the
 *       checkpoint is older than the output; they are refused, unless {@link #replaceExisting} is
 *       set.
 * </ul>
 *
 * The parallelism may change between the runs. Files of the last epoch must not be taken away
 * before the next epoch is committed: a recovery looks for them, and fails when it finds neither
 * the hidden nor the visible one.
 *
 * <p>A file that cannot be written, such as on a full disk, fails the job whatever the step's error
 * policy says, by the next checkpoint at the latest: items written before are lost with it and must
 * be written again. A file that cannot be begun fails the item alone.
 *
 * <p>Immutable; opens nothing until a job starts.
 *
 * @param <T> the items
 */
public final class FileSink<T> implements Sink<T> {
  @Serial private static final long serialVersionUID = 1L;

  private final String directory;
  private final LineFormat<T> format;
  private final PartNames names;
  private final FileLayout<T> layout;

  private FileSink(String directory, LineFormat<T> format, PartNames names, FileLayout<T> layout) {
    this.directory = directory;
    this.format = format;
    this.names = names;
    this.layout = layout;
  }

  private static <T> FileSink<T> of(Path directory, LineFormat<T> format, String suffix) {
    return new FileSink<>(
        directory.toString(), format, new PartNames("part", suffix), FileLayout.plain());
  }

  private FileSink<T> with(FileLayout<T> other) {
    return new FileSink<>(directory, format, names, other);
  }

  /** Each item is a line. An item with a line break in it is refused: it would be two lines. */
  public static FileSink<String> lines(Path directory) {
    return of(directory, new LineFormat.Text<>(text -> text), ".txt");
  }

  /** Each item is a line of JSON, in files that end in {@code .jsonl}. */
  public static <T> FileSink<T> jsonLines(Path directory, Class<T> type) {
    return jsonLines(directory, Json.of(type));
  }

  /** Each item is a line of JSON, in files that end in {@code .jsonl}. */
  public static <T> FileSink<T> jsonLines(Path directory, Json<T> json) {
    return of(directory, new LineFormat.Text<>(json::text), ".jsonl");
  }

  /**
   * Each item is a comma-separated record (RFC 4180; see {@link #delimiter}), in files that end in
   * {@code .csv} and begin with a header of the names of the record's components, in their order.
   * Fields are quoted where they must be, and may hold line breaks; records end in {@code \n}. Null
   * is an empty field like an empty text, as which {@link FileSource#csv(String, Class)} reads it
   * where the component is text. Times are ISO-8601. A component that is an object with components
   * of its own is refused.
   */
  public static <T> FileSink<T> csv(Path directory, Class<T> record) {
    return of(
        directory, new LineFormat.Csv<>(Objects.requireNonNull(record, "record"), ','), ".csv");
  }

  /**
   * The character between the fields of {@code csv} files instead of a comma.
   *
   * @throws IllegalArgumentException when it is a quote, a line break, NUL, or not ASCII
   * @throws IllegalStateException when this sink writes lines or JSON lines
   */
  public FileSink<T> delimiter(char delimiter) {
    LineFormat<T> delimited = format.delimitedBy(CsvBoundary.checked(delimiter));
    return new FileSink<>(directory, delimited, names, layout);
  }

  /**
   * Items go to files in directories below: {@code partition} gives the path, such as {@code
   * day=2026-01-01/page-3}. It must be relative and lead nowhere else: names that begin with a dot,
   * backslashes, control characters, empty names, names longer than 255 bytes and paths longer than
   * 1,024 fail the item, and the step's error policy decides.
   *
   * <p>Each subtask has a file of its own in each partition that it has items of: key the stream by
   * the partition to have fewer. Where the file system does not tell two paths apart, such as those
   * that differ in case or in a dot at their end, their files share a directory; none is lost.
   */
  public FileSink<T> partitionBy(MapFunction<? super T, String> partition) {
    return with(layout.partitionBy(partition));
  }

  /**
   * How many files a subtask of a sink with partitions writes at once, 100 unless set, each with
   * some 20 KiB of memory, or 300 KiB with {@link #gzip}. For one more, the file that was written
   * to the longest ago is finished; its partition begins another file when it has more items.
   */
  public FileSink<T> maxOpenFiles(int files) {
    return with(layout.maxOpenFiles(files));
  }

  /** When files are finished, {@link Rolling#atCheckpoint} unless set. */
  public FileSink<T> rolling(Rolling rolling) {
    return with(layout.rolling(rolling));
  }

  /**
   * Compresses the files; their names end in {@code .gz}. A file that is not finished at every
   * checkpoint is compressed anew from each on, which costs some of the compression.
   */
  public FileSink<T> gzip() {
    return with(layout.zipped());
  }

  /**
   * Removes the files that an earlier run has left in the directory, finished or not, before
   * anything is written: those with this sink's prefix and suffix, and no others. A job that goes
   * on from a checkpoint removes only what is of later epochs, which it writes again.
   */
  public FileSink<T> replaceExisting() {
    return with(layout.replacing());
  }

  /** The beginning of the file names instead of {@code part}; must not begin with a dot. */
  public FileSink<T> prefix(String prefix) {
    return new FileSink<>(directory, format, new PartNames(prefix, names.suffix()), layout);
  }

  /**
   * The end of the file names, such as {@code .log}, instead of {@code .txt}, {@code .jsonl} or
   * {@code .csv}.
   */
  public FileSink<T> suffix(String suffix) {
    return new FileSink<>(directory, format, new PartNames(names.prefix(), suffix), layout);
  }

  private PartNames fullNames() {
    boolean more = layout.gzip() && !names.suffix().endsWith(".gz");
    return more ? new PartNames(names.prefix(), names.suffix() + ".gz") : names;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.COMMITTING;
  }

  @Override
  public SinkWriter<T> open(SinkContext context) throws IOException {
    return open(context, System::nanoTime);
  }

  /** Opens a writer that takes the time from {@code nanos}. */
  SinkWriter<T> open(SinkContext context, LongSupplier nanos) throws IOException {
    LineFormat.LineEncoder<T> lines = format.encoder();
    boolean partitioned = layout.partition() != null;
    PartDirectory place =
        new PartDirectory(
            Path.of(directory.isEmpty() ? "." : directory),
            fullNames(),
            partitioned,
            layout.replaceExisting());
    // Without checkpoints there is one epoch, which shows everything.
    Rolling rolling =
        context.restoredEpoch().isPresent() ? layout.rolling() : layout.rolling().orAtCheckpoint();
    OpenParts.Style style =
        new OpenParts.Style(
            rolling, partitioned ? layout.maxOpenFiles() : 1, layout.gzip(), lines.header(), nanos);
    OpenParts parts = OpenParts.of(place, context, style);
    return new FileSinkWriter<>(place, parts, lines, layout.partition(), context);
  }

  @Override
  public String description() {
    Path place = Path.of(directory);
    if (layout.partition() != null) {
      place = place.resolve("**");
    }
    return "files " + place.resolve(names.prefix() + "-*" + fullNames().suffix());
  }
}
