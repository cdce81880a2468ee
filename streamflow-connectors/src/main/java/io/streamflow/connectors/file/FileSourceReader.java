package io.streamflow.connectors.file;

import io.streamflow.connectors.file.OpenFile.Reading;
import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one file. Used by one thread at a time.
 *
 * @param <T> the items
 */
final class FileSourceReader<T> implements SourceReader<T> {
  private static final long POLL_MILLIS = 5;

  /** After so many records without an item a call returns, so that a bad file holds up nothing. */
  private static final int MAX_RECORDS_WITHOUT_ITEM = 4096;

  private final Path path;
  private final Pages<T> pages;
  private final Reading<T> reading;
  private final RecordText text;
  private int delivered;
  private @Nullable IOException failure;

  /**
   * What a reader reads from: one file, or the files that bear one name one after the other.
   *
   * @param <T> the items
   */
  interface Pages<T> extends AutoCloseable {
    /** What drains a file: true when nothing is left in it for now. */
    interface Drain<T> {
      boolean drain(OpenFile<T> file, boolean last) throws IOException;
    }

    /** Drains what is there; true when nothing is left for now. */
    boolean drain(Drain<T> drain) throws IOException;

    /** Whether more may come when nothing is left. */
    boolean mayGrow();

    /** The place after the record found last. */
    FilePosition position();

    @Override
    void close() throws IOException;
  }

  FileSourceReader(Path path, Pages<T> pages, Reading<T> reading) {
    this.path = path;
    this.pages = pages;
    this.reading = reading;
    this.text = new RecordText(reading.charset());
  }

  @Override
  public Status read(SourceOutput<T> out, long maxWaitMillis) throws Exception {
    if (failure != null) {
      throw failure;
    }
    delivered = 0;
    long start = System.nanoTime();
    while (true) {
      boolean atEnd;
      try {
        atEnd = pages.drain((file, last) -> drain(file, last, out));
      } catch (ClosedByInterruptException e) {
        // The wait for the disk was interrupted; the flag must not be set while we throw.
        Thread.interrupted();
        throw (InterruptedException) new InterruptedException("reading " + path).initCause(e);
      } catch (IOException e) {
        IOException named = FileProblem.of("read", path, e);
        if (delivered == 0) {
          throw named;
        }
        // What came before the failure still counts; the next call tells.
        failure = named;
        return Status.OPEN;
      }
      if (atEnd && !pages.mayGrow()) {
        return Status.ENDED;
      }
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (!atEnd || delivered > 0 || waited >= maxWaitMillis) {
        return Status.OPEN;
      }
      Thread.sleep(Math.min(POLL_MILLIS, maxWaitMillis - waited));
    }
  }

  private boolean drain(OpenFile<T> file, boolean last, SourceOutput<T> out) throws IOException {
    RecordScanner scanner = file.scanner();
    for (int without = 0; !out.isFull() && without < MAX_RECORDS_WITHOUT_ITEM; ) {
      T item = null;
      switch (scanner.next(last)) {
        case NOTHING -> {
          return true;
        }
        case TOO_LONG -> {
          String why =
              "the record is too long: it has %d bytes, the option maxLineBytes allows %d"
                  .formatted(scanner.recordBytes(), reading.maxRecordBytes());
          reject(file, out, scanner.preview(), new IOException(why));
        }
        case RECORD -> item = item(file, out);
      }
      if (item == null) {
        without++;
      } else {
        out.emit(item);
        delivered++;
      }
    }
    return false;
  }

  /** The item of the record found last; null when it is none or was rejected. */
  private @Nullable T item(OpenFile<T> file, SourceOutput<T> out) throws IOException {
    String record;
    try {
      record = file.text(text);
    } catch (IOException e) {
      RecordScanner scanner = file.scanner();
      String legible =
          new String(scanner.buffer(), scanner.start(), scanner.length(), reading.charset());
      reject(file, out, legible, e);
      return null;
    }
    try {
      return file.decoder().decode(record);
    } catch (UnusableFileException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      reject(file, out, record, e);
      return null;
    }
  }

  private void reject(OpenFile<T> file, SourceOutput<T> out, String record, Exception cause)
      throws UnusableFileException {
    if (file.decoder().expectsHeader()) {
      throw new UnusableFileException("the header cannot be read: " + cause.getMessage());
    }
    out.reject(record, file.path() + ":line " + file.scanner().line(), cause);
    delivered++;
  }

  @Override
  public Offset offset() {
    return pages.position().offset();
  }

  @Override
  public void close() throws IOException {
    pages.close();
  }
}
