package io.streamflow.connectors.http;

import io.streamflow.connectors.http.LogDirectory.Whole;
import io.streamflow.connectors.http.LogLedger.Waiting;
import io.streamflow.connectors.http.LogLedger.Work;
import io.streamflow.spi.SourceContext;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a log, on a platform thread of its own: takes all requests that wait, appends them, forces
 * the file once, and lets all of them go (group commit). So the more clients there are, the more
 * share a force.
 */
final class LogWriter implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskLog.class);
  private static final long COMPLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final SourceContext context;
  private final Path directory;
  private final long log;
  private final long segmentBytes;
  private final LogLedger ledger;
  private final KnownIds ids;
  private final Disk disk;
  private final Thread thread;

  // The thread's.
  private SegmentWriter active;
  private long releasedSeen;
  private long complainedNanos;

  /**
   * Not started.
   *
   * @param active where it goes on
   * @param segmentBytes how large a segment is when another begins
   */
  LogWriter(
      SourceContext context,
      Path directory,
      long log,
      SegmentWriter active,
      long segmentBytes,
      LogLedger ledger,
      KnownIds ids,
      Disk disk) {
    this.context = context;
    this.directory = directory;
    this.log = log;
    this.active = active;
    this.segmentBytes = segmentBytes;
    this.ledger = ledger;
    this.ids = ids;
    this.disk = disk;
    this.thread =
        Thread.ofPlatform().name(context.thread("http-log")).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (true) {
      Optional<Work> work = ledger.awaitWork(releasedSeen);
      if (work.isEmpty()) {
        return;
      }
      if (!work.get().group().isEmpty()) {
        write(work.get().group());
      }
      if (work.get().released() != releasedSeen) {
        releasedSeen = work.get().released();
        drop(releasedSeen);
      }
    }
  }

  private void write(List<Waiting> group) {
    Optional<IOException> broken = ledger.broken();
    if (broken.isPresent()) {
      fail(group, broken.get());
      return;
    }
    try {
      if (active.isFull(segmentBytes)) {
        beginSegment();
      }
      active.append(group.stream().map(Waiting::entry).toList());
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
    group.forEach(request -> ids.add(request.entry()));
    ledger.grown(active.whole());
    group.forEach(request -> request.failure().complete(Optional.empty()));
  }

  private void beginSegment() throws IOException {
    SegmentWriter full = active;
    active = SegmentWriter.create(directory, log, full.whole().next(), disk);
    full.close();
    ledger.begun(active.whole());
  }

  /** Once in a while, not for each of many refused requests. */
  private void complain(IOException why, int requests) {
    long now = System.nanoTime();
    if (complainedNanos == 0 || now - complainedNanos > COMPLAIN_NANOS) {
      complainedNanos = now;
      LOG.error(
          "{}: the event log {} cannot be written: {}; {} requests are refused, and others until it"
              + " can",
          context,
          directory,
          why.getMessage(),
          requests);
    }
  }

  private void fail(List<Waiting> group, IOException why) {
    ledger.refused(group);
    group.forEach(request -> request.failure().complete(Optional.of(why)));
  }

  /** Nothing can be said of the file any more: the job fails, and may look through it anew. */
  private void breakDown(IOException why) {
    LOG.error("{}: the event log {} is given up: {}", context, directory, why.getMessage());
    ledger.breakDown(why);
  }

  /** Deletes segments that need not be read again, when their ids are safe elsewhere. */
  private void drop(long number) {
    List<Whole> needless = ledger.needless(number);
    if (needless.isEmpty()) {
      return;
    }
    try {
      IdFile.write(directory, ids.all(), disk);
      for (Whole segment : needless) {
        Files.deleteIfExists(segment.segment().file());
        ledger.dropped(segment);
      }
      LogDirectory.force(directory);
    } catch (IOException | RuntimeException e) { // they are tried again at the next checkpoint
      LOG.error(
          "{}: cannot delete what is no longer needed of the event log {}", context, directory, e);
    }
  }

  /**
   * Waits for the thread's end, once the ledger is closed; whether it was interrupted meanwhile.
   */
  boolean awaitEnd() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  /** Closes the file, after the thread's end. */
  @Override
  public void close() throws IOException {
    active.close();
  }
}
