package io.streamflow.connectors.http;

import io.streamflow.connectors.http.LogDirectory.Whole;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log in a directory, of segments that are deleted once a checkpoint covers them.
 *
 * <p>One platform thread writes: it takes all requests that wait, appends them, forces the file
 * once, and lets all of them go (group commit). So the more clients there are, the more share a
 * force. The reader reads what is forced from the files again, which the system still has in
 * memory.
 */
final class DiskLog implements EventLog {
  private static final Logger LOG = LoggerFactory.getLogger(DiskLog.class);
  private static final long DEFAULT_PENDING_BYTES = 1L << 30;
  private static final long COMPLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long MAX_SEGMENT_BYTES = 64L << 20;

  private final Path directory;
  private final LogOwner owner;
  private final KnownIds ids;
  private final Disk disk;
  private final long log;
  private final long maxBytes;
  private final Thread writer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Condition grown = lock.newCondition();

  // Under the lock.
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Deque<Whole> segments;
  private long usedBytes;
  private long released;
  private boolean refusing;
  private boolean closing;
  private @Nullable IOException broken;

  // The writer's.
  private @Nullable SegmentWriter active;
  private long releasedSeen;
  private long complainedNanos;

  // The reader's.
  private @Nullable EntryReader reading;
  private long readingFirst = -1;
  private long nextToRead;
  private long first;

  /** A request that waits to be safe; its answer is why it is not. */
  private record Waiting(Entry entry, CompletableFuture<Optional<IOException>> failure) {}

  private DiskLog(
      Path directory, LogOwner owner, LogDirectory found, KnownIds ids, Limits limits, Disk disk) {
    this.directory = directory;
    this.owner = owner;
    this.ids = ids;
    this.disk = disk;
    this.log = found.log();
    this.segments = found.segments();
    this.maxBytes = maxBytes(limits);
    this.usedBytes = segments.stream().mapToLong(Whole::end).sum();
    this.writer = Thread.ofPlatform().name("streamflow/http-log").daemon().unstarted(this::write);
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
  static DiskLog open(Path directory, String from, KnownIds ids, Limits limits, Disk disk)
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
      LogDirectory found = LogDirectory.recover(directory, ids);
      DiskLog opened = new DiskLog(directory, owner, found, ids, limits, disk);
      opened.begin(found, LogPosition.parse(from));
      return opened;
    } catch (IOException | RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  private void begin(LogDirectory found, LogPosition from) throws IOException {
    long oldest = segments.isEmpty() ? found.next() : segments.getFirst().segment().first();
    nextToRead = from.numberIn(log, oldest, found.next(), directory);
    this.first = nextToRead;
    Whole last = segments.peekLast();
    active =
        last == null
            ? SegmentWriter.create(directory, log, found.next(), disk)
            : SegmentWriter.goOn(last, disk);
    if (last == null) {
      segments.add(active.whole());
      usedBytes += active.whole().end();
    }
    released = from.isKnown() ? nextToRead : 0;
    writer.start();
  }

  @Override
  public Appended append(Entry entry, Duration patience) throws IOException, InterruptedException {
    long bytes = EntryFormat.size(entry);
    Waiting mine = new Waiting(entry, new CompletableFuture<>());
    long left = TimeUnit.NANOSECONDS.convert(patience);
    lock.lockInterruptibly();
    try {
      while (!refusing && broken == null && usedBytes + bytes > maxBytes) {
        if (left <= 0) {
          return Appended.FULL;
        }
        left = room.awaitNanos(left);
      }
      throwIfBroken();
      if (refusing) {
        return Appended.CLOSED;
      }
      usedBytes += bytes;
      waiting.add(mine);
      work.signal();
    } finally {
      lock.unlock();
    }
    return await(mine);
  }

  /** The writer answers everyone, so that this ends. */
  private static Appended await(Waiting mine) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          Optional<IOException> failure = mine.failure.get();
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

  private void throwIfBroken() throws IOException {
    if (broken != null) {
      throw new IOException(broken.getMessage(), broken);
    }
  }

  // The writer's thread.

  private void write() {
    while (true) {
      List<Waiting> group = new ArrayList<>();
      long releaseTo;
      lock.lock();
      try {
        while (waiting.isEmpty() && released == releasedSeen && !closing) {
          work.awaitUninterruptibly();
        }
        if (waiting.isEmpty() && closing) {
          return;
        }
        group.addAll(waiting);
        waiting.clear();
        releaseTo = released;
      } finally {
        lock.unlock();
      }
      if (!group.isEmpty()) {
        write(group);
      }
      if (releaseTo != releasedSeen) {
        releasedSeen = releaseTo;
        drop(releaseTo);
      }
    }
  }

  private void write(List<Waiting> group) {
    SegmentWriter to = active;
    if (to == null || broken != null) {
      fail(group, broken == null ? new IOException("the event log is closed") : broken);
      return;
    }
    try {
      if (to.isFull(Math.min(MAX_SEGMENT_BYTES, maxBytes / 8))) {
        to = next(to);
      }
      to.append(group.stream().map(Waiting::entry).toList());
    } catch (SegmentWriter.LostException e) {
      breakDown(e);
      fail(group, e);
      return;
    } catch (IOException e) {
      complain(e, group.size());
      fail(group, e);
      return;
    } catch (RuntimeException | Error e) {
      IOException failure = new IOException("the event log " + directory + " failed: " + e, e);
      breakDown(failure);
      fail(group, failure);
      return;
    }
    group.forEach(request -> ids.add(request.entry));
    Whole whole = to.whole();
    lock.lock();
    try {
      segments.removeLast();
      segments.addLast(whole);
      grown.signalAll();
    } finally {
      lock.unlock();
    }
    group.forEach(request -> request.failure.complete(Optional.empty()));
  }

  /** Once in a while, not for each of many refused requests. */
  private void complain(IOException why, int requests) {
    long now = System.nanoTime();
    if (complainedNanos == 0 || now - complainedNanos > COMPLAIN_NANOS) {
      complainedNanos = now;
      LOG.error(
          "the event log {} cannot be written: {}; {} requests are refused, and others until it can",
          directory,
          why.getMessage(),
          requests);
    }
  }

  private SegmentWriter next(SegmentWriter full) throws IOException {
    SegmentWriter fresh = SegmentWriter.create(directory, log, full.whole().next(), disk);
    active = fresh;
    full.close();
    lock.lock();
    try {
      segments.addLast(fresh.whole());
      usedBytes += fresh.whole().end();
    } finally {
      lock.unlock();
    }
    return fresh;
  }

  private void fail(List<Waiting> group, IOException why) {
    lock.lock();
    try {
      group.forEach(request -> usedBytes -= EntryFormat.size(request.entry));
      room.signalAll();
    } finally {
      lock.unlock();
    }
    group.forEach(request -> request.failure.complete(Optional.of(why)));
  }

  /** Nothing can be said of the file any more: the job fails, and may look through it anew. */
  private void breakDown(IOException why) {
    LOG.error("the event log {} is given up: {}", directory, why.getMessage());
    lock.lock();
    try {
      broken = why;
      room.signalAll();
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Deletes segments that need not be read again, when their ids are safe elsewhere. */
  private void drop(long number) {
    List<Whole> needless = new ArrayList<>();
    lock.lock();
    try {
      Segment last = segments.getLast().segment();
      for (Whole segment : segments) {
        if (!segment.segment().equals(last) && segment.next() <= number) {
          needless.add(segment);
        }
      }
    } finally {
      lock.unlock();
    }
    if (needless.isEmpty()) {
      return;
    }
    try {
      IdFile.write(directory, ids.all(), disk);
      for (Whole segment : needless) {
        Files.deleteIfExists(segment.segment().file());
        lock.lock();
        try {
          segments.remove(segment);
          usedBytes -= segment.end();
          room.signalAll();
        } finally {
          lock.unlock();
        }
      }
      LogDirectory.force(directory);
    } catch (IOException | RuntimeException e) { // they are tried again at the next checkpoint
      LOG.error("cannot delete what is no longer needed of the event log {}", directory, e);
    }
  }

  // The reader's thread.

  @Override
  public @Nullable Entry next(long maxWaitMillis) throws IOException, InterruptedException {
    Whole from = awaitSegment(maxWaitMillis);
    if (from == null) {
      return null;
    }
    EntryReader reader = reading;
    if (reader == null || readingFirst != from.segment().first()) {
      closeReader();
      reader =
          new EntryReader(
              FileChannel.open(from.segment().file(), StandardOpenOption.READ), Segment.HEAD_BYTES);
      reading = reader;
      readingFirst = from.segment().first();
    }
    while (true) {
      EntryFormat.Read read = reader.next(from.end());
      if (read == null) {
        throw new IOException(
            from.segment().file() + " has changed: event " + nextToRead + " is gone from it");
      }
      if (read.entry().next() > nextToRead) { // in the segment where reading begins, not the first
        nextToRead = read.entry().next();
        return read.entry();
      }
    }
  }

  /** The segment with the next event to be read; null when there is none in time. */
  private @Nullable Whole awaitSegment(long maxWaitMillis)
      throws IOException, InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(maxWaitMillis);
    lock.lockInterruptibly();
    try {
      while (true) {
        throwIfBroken();
        if (segments.getLast().next() > nextToRead) {
          for (Whole segment : segments) {
            if (segment.next() > nextToRead) {
              return segment;
            }
          }
        }
        if (left <= 0) {
          return null;
        }
        left = grown.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void closeReader() throws IOException {
    EntryReader reader = reading;
    if (reader != null) {
      reading = null;
      reader.close();
    }
  }

  @Override
  public void release(long number) {
    lock.lock();
    try {
      released = Math.max(released, number);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  // Anyone's.

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
    lock.lock();
    try {
      refusing = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Writes what waits, and closes everything. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      refusing = true;
      closing = true;
      room.signalAll();
      work.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    SegmentWriter last = active;
    active = null;
    try (owner) {
      if (last != null) {
        last.close();
      }
      closeReader();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
