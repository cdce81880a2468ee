package io.streamflow.connectors.file;

import io.streamflow.connectors.file.OpenFile.Reading;
import io.streamflow.connectors.json.Json;
import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceContext;
import io.streamflow.spi.SourceReader;
import java.io.IOException;
import java.io.Serial;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads text files record by record. Every file is a partition, named by its path; a glob such as
 * {@code logs/**}{@code /*.log} stands for the files that match when the job starts, sorted by
 * path, and for at least one. Files whose name ends in {@code .gz} are decompressed.
 *
 * <p>Lines end at {@code \n} or {@code \r\n}. A last line without a newline counts. Text is UTF-8
 * unless {@link #charset} says otherwise; a byte order mark is skipped. A record that cannot be
 * decoded, is not text, or is longer than {@link #maxLineBytes}, is rejected with file and line
 * number, and the source step's error policy decides. A file that cannot be read, or whose gzip
 * data is cut or corrupt, fails the job, after the records before.
 *
 * <p>The offset of a file counts the bytes of its (decompressed) content and remembers how the
 * content begins and what stands just before the place. A job that goes on there reads exactly the
 * next record. A plain file is gone on with at once, a {@code .gz} is decompressed again up to
 * there: reckon with 1.5 seconds per GB of content. A file that is shorter, differs in what is
 * remembered, or has got more after a last line without a newline that counted, is refused. One
 * that has grown by whole records is read on.
 *
 * <p>Which files match is looked up at every start. A new one is read from its beginning. One that
 * has vanished is a partition no longer; what was not read of it is lost. Partitions go by the path
 * as it is written here: the same file under another path, or renamed, is a new one.
 *
 * <p>Immutable; opens nothing until a job starts.
 *
 * @param <T> the items
 */
public final class FileSource<T> implements Source<T> {
  @Serial private static final long serialVersionUID = 1L;
  private static final int DEFAULT_MAX_LINE_BYTES = 16 * 1024 * 1024;
  private static final int HIGHEST_MAX_LINE_BYTES = 1024 * 1024 * 1024;

  private final String pathOrGlob;
  private final boolean literal;
  private final RecordFormat<T> format;
  private final boolean follow;
  private final String charset;
  private final int maxLineBytes;
  private final SourceContext context;

  private FileSource(
      String pathOrGlob,
      boolean literal,
      RecordFormat<T> format,
      boolean follow,
      String charset,
      int maxLineBytes,
      SourceContext context) {
    this.pathOrGlob = pathOrGlob;
    this.literal = literal;
    this.format = format;
    this.follow = follow;
    this.charset = charset;
    this.maxLineBytes = maxLineBytes;
    this.context = context;
  }

  private static <T> FileSource<T> of(String pathOrGlob, boolean literal, RecordFormat<T> format) {
    if (pathOrGlob.isBlank()) {
      throw new IllegalArgumentException("the path of a file source must not be blank");
    }
    String charset = StandardCharsets.UTF_8.name();
    return new FileSource<>(
        pathOrGlob, literal, format, false, charset, DEFAULT_MAX_LINE_BYTES, SourceContext.NONE);
  }

  /** The lines of a file, or of the files that match a glob, without their line ends. */
  public static FileSource<String> lines(String pathOrGlob) {
    return of(pathOrGlob, false, new RecordFormat.Lines());
  }

  /** The lines of one file, without their line ends; the path is never taken for a glob. */
  public static FileSource<String> lines(Path path) {
    return of(path.toString(), true, new RecordFormat.Lines());
  }

  /** One object per line of JSON; blank lines are left out. See {@link Json} for the rules. */
  public static <T> FileSource<T> jsonLines(String pathOrGlob, Class<T> type) {
    return jsonLines(pathOrGlob, Json.of(type));
  }

  /** The same, read by {@code json}, such as {@link Json#events(String, String)}. */
  public static <T> FileSource<T> jsonLines(String pathOrGlob, Json<T> json) {
    return of(pathOrGlob, false, new RecordFormat.JsonLines<>(json));
  }

  /** Like {@link #jsonLines(String, Class)}, of one file; the path is never taken for a glob. */
  public static <T> FileSource<T> jsonLines(Path path, Class<T> type) {
    return jsonLines(path, Json.of(type));
  }

  /** Like {@link #jsonLines(String, Json)}, of one file; the path is never taken for a glob. */
  public static <T> FileSource<T> jsonLines(Path path, Json<T> json) {
    return of(path.toString(), true, new RecordFormat.JsonLines<>(json));
  }

  /**
   * One object per record of a comma-separated file (RFC 4180; see {@link #delimiter}), whose
   * header names the record's components, in any order. Other columns are ignored; a file without a
   * column for each component fails the job. An empty field is an empty string, null where the
   * component is an object that is not text, and refused where it is a primitive. A quoted field
   * may hold line breaks; {@link #maxLineBytes} then bounds the whole record. Blank lines are left
   * out.
   */
  public static <T> FileSource<T> csv(String pathOrGlob, Class<T> record) {
    return of(pathOrGlob, false, csvObjects(record));
  }

  /** Like {@link #csv(String, Class)}, as maps from column to text, in the order of the columns. */
  public static FileSource<Map<String, String>> csv(String pathOrGlob) {
    return of(pathOrGlob, false, new RecordFormat.CsvMaps(','));
  }

  /** Like {@link #csv(String, Class)}, of one file; the path is never taken for a glob. */
  public static <T> FileSource<T> csv(Path path, Class<T> record) {
    return of(path.toString(), true, csvObjects(record));
  }

  /** Like {@link #csv(String)}, of one file; the path is never taken for a glob. */
  public static FileSource<Map<String, String>> csv(Path path) {
    return of(path.toString(), true, new RecordFormat.CsvMaps(','));
  }

  private static <T> RecordFormat<T> csvObjects(Class<T> record) {
    return new RecordFormat.CsvObjects<>(Objects.requireNonNull(record, "record"), ',');
  }

  /**
   * Keeps reading as the files grow, until the job is stopped. A line then counts once its newline
   * has been written. New data is noticed within milliseconds; which files there are is not looked
   * up again.
   *
   * <ul>
   *   <li>Rotation: when the name belongs to another file, the former one is read to its end (a
   *       last line without a newline now counts) and then the new one from its beginning. A name
   *       that is gone is waited for.
   *   <li>Truncation: when the file has become shorter, or begins differently, it is read from its
   *       beginning.
   *   <li>After a rotation or truncation that nobody watched, such as while the job was down, the
   *       rest of the former file is read first, if it is found in the same directory under a
   *       longer name ({@code app.log.1}, not compressed). Otherwise a warning is logged. Files
   *       that had the name only in between are not read; those that may be such are warned of. A
   *       file of which no line had been read cannot be known again under another name.
   * </ul>
   *
   * A {@code .gz} file does not grow: it is read to its end.
   */
  public FileSource<T> follow() {
    return new FileSource<>(pathOrGlob, literal, format, true, charset, maxLineBytes, context);
  }

  /**
   * The character between the fields of {@code csv} files instead of a comma, such as {@code ';'}
   * or {@code '\t'}. Letters, brackets and the like, and {@code '|'}, are for encodings in which
   * the bytes of other characters are not taken for them: UTF-8 and those of one byte each.
   *
   * @throws IllegalArgumentException when it is a quote, a line break, NUL, or not ASCII
   * @throws IllegalStateException when this source reads lines or JSON lines
   */
  public FileSource<T> delimiter(char delimiter) {
    RecordFormat<T> delimited = format.delimitedBy(CsvBoundary.checked(delimiter));
    return new FileSource<>(pathOrGlob, literal, delimited, follow, charset, maxLineBytes, context);
  }

  /**
   * The files' encoding instead of UTF-8.
   *
   * @throws IllegalArgumentException when its newline is not the single byte 10, as in UTF-16
   */
  public FileSource<T> charset(Charset encoding) {
    String ascii = "\n\r\",{}azAZ09";
    boolean escapes = encoding.name().contains("ISO-2022");
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    if (escapes || !new String(bytes, encoding).equals(ascii)) {
      throw new IllegalArgumentException(
          "charset must write ASCII characters as ASCII bytes, but is " + encoding);
    }
    return new FileSource<>(
        pathOrGlob, literal, format, follow, encoding.name(), maxLineBytes, context);
  }

  /**
   * The longest line in bytes, 16 MiB unless set, at most 1 GiB. A longer one is rejected and
   * passed over; memory for a line is taken up to this bound only.
   */
  public FileSource<T> maxLineBytes(int bytes) {
    if (bytes < 1 || bytes > HIGHEST_MAX_LINE_BYTES) {
      throw new IllegalArgumentException(
          "maxLineBytes must be from 1 to " + HIGHEST_MAX_LINE_BYTES + ", but is " + bytes);
    }
    return new FileSource<>(pathOrGlob, literal, format, follow, charset, bytes, context);
  }

  @Override
  public FileSource<T> in(SourceContext job) {
    return new FileSource<>(pathOrGlob, literal, format, follow, charset, maxLineBytes, job);
  }

  @Override
  public List<String> partitions() throws IOException {
    return literal ? List.of(FileListing.file(Path.of(pathOrGlob))) : FileListing.files(pathOrGlob);
  }

  @Override
  public SourceReader<T> open(String partition, Optional<Offset> from) throws IOException {
    Path path = Path.of(FileListing.file(Path.of(partition)));
    Reading<T> reading = new Reading<>(format, Charset.forName(charset), maxLineBytes);
    FilePosition position = from.map(FilePosition::of).orElse(FilePosition.START);
    try {
      FileSourceReader.Pages<T> pages =
          follow && !OpenFile.isGzip(path)
              ? FollowedFile.open(path, position, reading, context)
              : new WholeFile<>(OpenFile.open(path, position, reading));
      return new FileSourceReader<>(path, pages, reading);
    } catch (OffsetMismatchException e) {
      throw new IOException(e.getMessage(), e);
    } catch (IOException e) {
      throw FileProblem.of("read", path, e);
    }
  }

  @Override
  public Optional<Type> itemType() {
    return format.itemType();
  }

  @Override
  public String description() {
    return "files " + pathOrGlob + (follow ? " (followed)" : "");
  }
}
