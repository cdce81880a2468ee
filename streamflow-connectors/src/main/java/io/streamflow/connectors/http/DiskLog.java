package io.streamflow.connectors.http;

import io.streamflow.connectors.http.LogDirectory.Whole;
import io.streamflow.connectors.http.LogLedger.Waiting;
import io.streamflow.spi.SourceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A log in a directory, of segments that are deleted once a checkpoint covers them. One thread
 * writes, see {@link LogWriter}, and one reads, see {@link LogReader}.
 */
final class DiskLog implements EventLog {
  private static final long DEFAULT_PENDING_BYTES = 1L << 30;
  private static final long MAX_SEGMENT_BYTES = 64L << 20;

  private final LogOwner owner;
  private final KnownIds ids;
  private final long log;
  private final long first;
  private final LogLedger ledger;
  private final LogWriter writer;
  private final LogReader reader;

  private DiskLog(
      SourceContext context,
      Path directory,
      LogOwner owner,
      LogDirectory found,
      LogPosition from,
      KnownIds ids,
      Limits limits,
      Disk disk)
      throws IOException {
    long oldest =
        found.segments().isEmpty() ? found.next() : found.segments().getFirst().segment().first();
    Whole last = found.segments().peekLast();
    long maxBytes = maxBytes(limits);
    this.owner = owner;
    this.ids = ids;
    this.log = found.log();
    this.first = from.numberIn(log, oldest, found.next(), directory);
    this.ledger = new LogLedger(found.segments(), maxBytes);
    this.reader = new LogReader(ledger, first);
    SegmentWriter active =
        last == null
            ? SegmentWriter.create(directory, log, found.next(), disk)
            : SegmentWriter.goOn(last, disk);
    if (last == null) {
      ledger.begun(active.whole());
    }
    if (from.isKnown()) {
      ledger.release(first);
    }
    this.writer =
        new LogWriter(
            context,
            directory,
            log,
            active,
            Math.min(MAX_SEGMENT_BYTES, maxBytes / 8),
            ledger,
            ids,
            disk);
  }

  private static long maxBytes(Limits limits) {
    return limits.pendingBytes() > 0
        ? limits.pendingBytes()
        : Math.max(DEFAULT_PENDING_BYTES, 2L * limits.bodyBytes());
  }

  /**
   * Opens a log, or makes one; its directory is made, the parent is not.
   *
   * @param from a position that {@link #position} gave, to be read from; empty for the beginning
   * @throws IOException when it is another's, damaged, or does not have the position; says which
   */
  static DiskLog open(
      SourceContext context, Path directory, String from, KnownIds ids, Limits limits, Disk disk)
      throws IOException {
    if (!Files.isDirectory(directory)) {
      try {
        Files.createDirectory(directory);
      } catch (NoSuchFileException e) {
        throw new IOException(
            "the event log %s cannot be made: the directory above it is not there"
                .formatted(directory),
            e);
      }
    }
    LogOwner owner = LogOwner.of(directory);
    try {
      LogDirectory found = LogDirectory.recover(context, directory, ids);
      DiskLog opened =
          new DiskLog(context, directory, owner, found, LogPosition.parse(from), ids, limits, disk);
      opened.writer.start();
      return opened;
    } catch (IOException | RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  @Override
  public Appended append(Entry entry, Duration patience) throws IOException, InterruptedException {
    Waiting mine = new Waiting(entry);
    Optional<Appended> not = ledger.submit(mine, patience);
    return not.isPresent() ? not.get() : await(mine);
  }

  /** The writer answers everyone, so that this ends. */
  private static Appended await(Waiting mine) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          Optional<IOException> failure = mine.failure().get();
          if (failure.isPresent()) {
            throw new IOException(failure.get().getMessage(), failure.get());
          }
          return Appended.SAFE;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("the writer answers, and never fails", e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public @Nullable Entry next(long maxWaitMillis) throws IOException, InterruptedException {
    return reader.next(maxWaitMillis);
  }

  @Override
  public void release(long number) {
    ledger.release(number);
  }

  @Override
  public long first() {
    return first;
  }

  @Override
  public KnownIds ids() {
    return ids;
  }

  @Override
  public String position(long number) {
    return new LogPosition(log, number).text();
  }

  @Override
  public void refuse() {
    ledger.refuse();
  }

  /** Writes what waits, and closes everything. */
  @Override
  public void close() throws IOException {
    ledger.close();
    boolean interrupted = writer.awaitEnd();
    try (owner;
        reader;
        writer) {
      // closed from the last to the first
    } finally {
      if (interrupted) { // only now: an interrupt would close the files in the middle of it
        Thread.currentThread().interrupt();
      }
    }
  }
}
