package io.streamflow.connectors.http;

import io.streamflow.spi.SourceContext;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier process has left in the directory of a log.
 *
 * @param log the log's own number, which positions are told with
 * @param segments the segments, in order
 * @param next the number of the next event
 */
record LogDirectory(long log, Deque<Whole> segments, long next) {
  private static final Logger LOG = LoggerFactory.getLogger(LogDirectory.class);

  /**
   * A segment of which everything is known.
   *
   * @param segment the file
   * @param end up to where it has entries
   * @param next the number of the event after its last
   */
  record Whole(Segment segment, long end, long next) {}

  /**
   * Looks through all of it, cuts off what a crash left unfinished, and notes the ids.
   *
   * @throws IOException when something is damaged or missing; says what to do
   */
  static LogDirectory recover(SourceContext context, Path directory, KnownIds ids)
      throws IOException {
    IdFile.read(directory).forEach(ids::add);
    List<Segment> found = segments(directory);
    Deque<Whole> whole = new ArrayDeque<>();
    OptionalLong log = OptionalLong.empty();
    for (int i = 0; i < found.size(); i++) {
      Segment segment = found.get(i);
      boolean last = i == found.size() - 1;
      if (last && segment.isUnborn()) {
        Files.delete(segment.file());
        break;
      }
      long of = segment.log();
      if (log.isPresent() && log.getAsLong() != of) {
        throw new IOException(
            segment.file() + " is of another log than " + found.getFirst().file());
      }
      log = OptionalLong.of(of);
      if (!whole.isEmpty() && whole.getLast().next() != segment.first()) {
        throw new IOException(
            "the event log %s lacks the events from %d to %d: a file is gone; bring it back"
                .formatted(directory, whole.getLast().next(), segment.first() - 1));
      }
      SegmentScan scan = SegmentScan.of(segment.file(), segment.first(), last, ids::add);
      cut(context, segment, scan);
      whole.add(new Whole(segment, scan.end(), scan.next()));
    }
    long next = whole.isEmpty() ? 0 : whole.getLast().next();
    return new LogDirectory(log.orElseGet(LogDirectory::newNumber), whole, next);
  }

  private static long newNumber() {
    return ThreadLocalRandom.current().nextLong();
  }

  private static List<Segment> segments(Path directory) throws IOException {
    List<Segment> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Segment segment = Segment.of(file);
        if (segment != null) {
          found.add(segment);
        }
      }
    }
    found.sort(Comparator.comparingLong(Segment::first));
    return found;
  }

  private static void cut(SourceContext context, Segment segment, SegmentScan scan)
      throws IOException {
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
      long rest = channel.size() - scan.end();
      if (rest > 0) {
        LOG.info(
            "{}: {}: the last {} bytes were cut off by a crash before anyone was told that they are"
                + " safe; they are removed",
            context,
            segment.file(),
            rest);
        channel.truncate(scan.end());
      }
      channel.force(true); // what a crash left unforced counts from now on
    }
  }

  /** Makes new and deleted names in a directory safe, where the system can. */
  static void force(Path directory) throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return; // cannot open directories, and need not
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
