package io.streamflow.connectors.file;

import io.streamflow.connectors.file.PreparedParts.Entry;
import io.streamflow.spi.SinkContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The files of one subtask that are not committed: those being written, one for each directory and
 * not more than a bound, and those finished since the last epoch was prepared. Used by one thread.
 */
final class OpenParts {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int PARTITION_BUFFER_BYTES = 16 * 1024;

  /**
   * How files are written.
   *
   * @param rolling when they are finished
   * @param maxOpen how many at once
   * @param gzip whether they are compressed
   * @param header what each begins with
   * @param nanos the time
   */
  record Style(Rolling rolling, int maxOpen, boolean gzip, String header, LongSupplier nanos) {}

  /** A file that is finished, of which so much was prepared before. */
  private record Finished(String name, long preparedLength) {}

  private final PartDirectory directory;
  private final HeldFile held;
  private final int subtask;
  private final Style style;

  /** By directory; the one that was written to the longest ago comes first. */
  private final Map<String, PartFile> open = new LinkedHashMap<>(16, 0.75f, true);

  private final List<Finished> finished = new ArrayList<>();
  private final Set<Path> unforced = new HashSet<>();
  private long preparedEpoch;
  private long committedEpoch;
  private int begun;
  private boolean changed;
  private @Nullable IOException broken;
  private boolean closed;

  private OpenParts(
      PartDirectory directory, HeldFile held, int subtask, long restoredEpoch, Style style) {
    this.directory = directory;
    this.held = held;
    this.subtask = subtask;
    // The files of the epochs up to the restored one are there already.
    this.preparedEpoch = restoredEpoch;
    this.committedEpoch = restoredEpoch;
    this.style = style;
  }

  /** Takes the place of a subtask, which nobody else has until {@link #close}. */
  static OpenParts of(PartDirectory directory, SinkContext context, Style style)
      throws IOException {
    return new OpenParts(
        directory,
        directory.holdFor(context),
        context.subtask(),
        context.restoredEpoch().orElse(-1),
        style);
  }

  long preparedEpoch() {
    return preparedEpoch;
  }

  /** Whether anything was written since the last epoch was prepared. */
  boolean changed() {
    return changed;
  }

  /**
   * Takes a line.
   *
   * @param place the directory below the sink's; empty for that itself
   * @throws IllegalArgumentException when the place is none; nothing else is harmed
   * @throws IOException when a file cannot be begun, and nothing else is harmed; or when one cannot
   *     be written, and then this and all that follows fails: lines before are lost with it
   */
  void write(String place, String line) throws IOException {
    requireWhole();
    PartFile known = open.get(place);
    PartFile file = known == null ? begin(place) : known;
    try {
      if (known == null) {
        file.write(style.header.getBytes(StandardCharsets.UTF_8));
      }
      file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      changed = true;
      if (style.rolling.endsBySize(file.length())) {
        open.remove(place);
        finish(file);
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private PartFile begin(String place) throws IOException {
    if (!place.isEmpty() || directory.partitioned()) {
      PartitionPath.checked(place, directory.names());
    }
    if (open.size() >= style.maxOpen) {
      Iterator<PartFile> eldest = open.values().iterator();
      PartFile file = eldest.next();
      eldest.remove();
      try {
        finish(file);
      } catch (IOException e) {
        throw broken(e);
      }
    }
    String name = directory.names().committed(subtask, Math.max(preparedEpoch, 0) + 1, begun);
    String path = place.isEmpty() ? name : place + "/" + name;
    PartDirectory.create(directory.directoryOf(path));
    PartFile file =
        PartFile.create(
            directory.open(path),
            path,
            style.nanos.getAsLong(),
            directory.partitioned() ? PARTITION_BUFFER_BYTES : BUFFER_BYTES,
            style.gzip);
    begun++;
    open.put(place, file);
    // Its name, and those of the directories that lead to it, whoever has made them.
    Path above = directory.directoryOf(path);
    while (unforced.add(above) && !above.equals(directory.directory())) {
      above = PartDirectory.parent(above);
    }
    return file;
  }

  /** Makes a file durable and hidden; it is not written any more. */
  private void finish(PartFile file) throws IOException {
    // Before that, so that it is not forgotten when it fails half way.
    finished.add(new Finished(file.name(), file.preparedLength()));
    try {
      file.finish(directory.pending(file.name()));
    } catch (IOException e) {
      file.leave();
      throw e;
    }
    unforced.add(directory.directoryOf(file.name()));
  }

  /** Hands what is buffered to the operating system, and finishes what is old. */
  void flush() throws IOException {
    requireWhole();
    try {
      for (PartFile file : List.copyOf(open.values())) {
        file.writeBuffered();
      }
      finishWhereDue(false);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private void finishWhereDue(boolean all) throws IOException {
    long now = style.nanos.getAsLong();
    Iterator<PartFile> files = open.values().iterator();
    while (files.hasNext()) {
      PartFile file = files.next();
      if (all || style.rolling.endsByAge(file.ageNanos(now))) {
        files.remove();
        finish(file);
      }
    }
  }

  /** Makes all that was written durable, and ends the epoch. */
  PreparedParts prepare(long epoch) throws IOException {
    requireWhole();
    List<Entry> entries = new ArrayList<>();
    try {
      finishWhereDue(style.rolling.endsAtCheckpoint());
      for (PartFile file : open.values()) {
        file.force();
      }
      for (Path place : unforced) {
        PartDirectory.force(place);
      }
    } catch (IOException e) {
      throw broken(e);
    }
    finished.forEach(file -> entries.add(Entry.finished(file.name)));
    for (PartFile file : open.values()) {
      file.markPrepared();
      entries.add(new Entry(file.name(), file.preparedLength(), epoch));
    }
    finished.clear();
    unforced.clear();
    preparedEpoch = epoch;
    begun = 0;
    changed = false;
    return new PreparedParts(entries);
  }

  /** The checkpoint of an epoch is stored. */
  void committed(long epoch) {
    committedEpoch = Math.max(committedEpoch, epoch);
  }

  /**
   * Removes what is not prepared. What is prepared gets its visible name if it is committed;
   * otherwise it waits for that.
   */
  void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    List<Step> steps = new ArrayList<>();
    for (PartFile file : open.values()) {
      long length = file.preparedLength();
      steps.add(length == 0 ? file::discard : file::leave);
      steps.add(() -> settle(file.name(), length));
    }
    for (Finished file : finished) {
      steps.add(() -> settle(file.name, file.preparedLength));
    }
    steps.add(held::remove);
    runAll(steps);
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void runAll(List<Step> steps) throws IOException {
    IOException failure = null;
    for (Step step : steps) {
      try {
        step.run();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void settle(String name, long preparedLength) throws IOException {
    if (preparedLength == 0) {
      Files.deleteIfExists(directory.open(name));
      Files.deleteIfExists(directory.pending(name));
    } else if (committedEpoch == preparedEpoch && !Thread.currentThread().isInterrupted()) {
      directory.settle(name, preparedLength);
      PartDirectory.force(directory.directoryOf(name));
    }
  }

  private IOException broken(IOException failure) {
    broken = failure;
    return failure;
  }

  private void requireWhole() throws IOException {
    if (broken != null) {
      throw new IOException("lines written before are lost: " + broken.getMessage(), broken);
    }
  }
}
