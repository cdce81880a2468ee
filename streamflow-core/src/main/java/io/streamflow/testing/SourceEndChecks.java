package io.streamflow.testing;

import io.streamflow.spi.Offset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a source ends: by itself, stopped, interrupted, closed. */
final class SourceEndChecks<T> {
  private static final long HOUR_MILLIS = 3_600_000;

  /** After so many reads without an item, of 2 ms, the rest is in other partitions. */
  private static final int SILENT_READS = 100;

  private final SourceInput<T> input;
  private final PlainReading<T> plain;

  SourceEndChecks(SourceInput<T> input, PlainReading<T> plain) {
    this.input = input;
    this.plain = plain;
  }

  void addTo(Additions checks, boolean replays) {
    if (!input.bounded()) {
      checks.add("a read that waits is interrupted", Clause.READ_INTERRUPTED, this::interrupted);
    }
    checks.add("a read does not lose an interrupt", Clause.READ_INTERRUPTED, this::marked);
    checks.add("stopping loses nothing", Clause.STOP, trial -> stop(trial, replays));
    checks.add(
        "closing before the first read, and twice",
        Clause.READER_CLOSED,
        trial -> {
          for (TriedReader<T> reader : tried(trial).openAll()) {
            reader.close();
            reader.close();
          }
        });
    checks.add(
        "closing one twice disturbs no other",
        Clause.READER_CLOSED,
        trial -> closedTwice(trial, replays));
    checks.add("closing ends its threads", Clause.READER_CLOSED, this::threads);
  }

  private TriedSource<T> tried(Trial trial) throws Exception {
    return new TriedSource<>(input.fresh().make(), input, trial);
  }

  /** Behind its input a reader waits for more, and then is interrupted. */
  private void interrupted(Trial trial) throws Exception {
    TriedSource<T> source = tried(trial);
    List<TriedReader<T>> readers = source.openAll();
    source.finish(readers);
    TriedReader<T> reader = readers.getFirst();
    InterruptedCall.requireHonoured(
        trial,
        sent -> {
          boolean kept = false;
          while (!kept && !sent.getAsBoolean()) { // it may come back early
            reader.read(1, HOUR_MILLIS);
            kept = Thread.currentThread().isInterrupted();
          }
          return kept;
        });
    closeAll(readers);
  }

  /** With the interrupt there before, whether or not there is anything to wait for. */
  private void marked(Trial trial) throws Exception {
    List<TriedReader<T>> readers = tried(trial).openAll();
    for (TriedReader<T> reader : readers) {
      trial.called("interrupt");
      Thread.currentThread().interrupt();
      try {
        reader.read(1, 1);
        if (!Thread.currentThread().isInterrupted()) {
          throw trial.broken(
              "the read came back, and the thread is not interrupted any more",
              "InterruptedException, or an interrupted thread",
              "neither");
        }
      } catch (Exception e) {
        trial.called("  threw " + e);
        if (!(e instanceof InterruptedException) && !Thread.currentThread().isInterrupted()) {
          throw trial.thrown(e);
        }
      } finally {
        Thread.interrupted();
      }
    }
    closeAll(readers);
  }

  private void stop(Trial trial, boolean replays) throws Exception {
    TriedSource<T> source = tried(trial);
    List<TriedReader<T>> readers = source.openAll();
    int some = input.expected().size() / 3;
    for (int i = 0; i < some; i++) {
      TriedReader<T> reader = readers.get(i % readers.size());
      if (!reader.hasEnded()) {
        reader.read(1, 1);
      }
    }
    for (TriedReader<T> reader : readers) {
      if (!reader.hasEnded() && reader.stop()) {
        while (!reader.hasEnded()) {
          reader.read(3, 1);
          if (!trial.hasTime()) {
            throw trial.broken(
                "stop returned true, and the reader has not ended after " + trial.patience(),
                "ENDED",
                "OPEN");
          }
        }
      } else if (!replays && !reader.hasEnded()) {
        // What an iterator still holds is there for whoever asks for it next.
        source.finish(reader, input.expected().size() - reader.items().size());
      }
    }
    List<T> all = new ArrayList<>();
    Map<String, Offset> rests = new LinkedHashMap<>();
    int total = plain.items(trial).size();
    for (TriedReader<T> reader : readers) {
      Offset offset = reader.offset();
      reader.close();
      reader.items().forEach(handed -> all.add(handed.item()));
      if (replays) {
        rests.put(reader.partition(), offset);
      }
    }
    for (Map.Entry<String, Offset> rest : rests.entrySet()) {
      TriedReader<T> reader = source.open(rest.getKey(), Optional.of(rest.getValue()));
      readRest(source, reader, total - all.size(), trial);
      reader.close();
      reader.items().forEach(handed -> all.add(handed.item()));
    }
    Items.requireSame(plain.items(trial), all, trial);
  }

  /** Reads what a later start would read; how much of it is left for this one is not known. */
  private void readRest(TriedSource<T> source, TriedReader<T> rest, int atMost, Trial trial)
      throws Exception {
    if (input.bounded()) {
      source.finish(rest, 0);
      return;
    }
    int silent = 0;
    while (silent < SILENT_READS && rest.items().size() < atMost && trial.hasTime()) {
      silent = rest.read(3, 2) == 0 ? silent + 1 : 0;
    }
  }

  private void closedTwice(Trial trial, boolean replays) throws Exception {
    TriedSource<T> source = tried(trial);
    Threads threads = Threads.now();
    List<TriedReader<T>> readers = source.openAll();
    TriedReader<T> first = readers.getFirst();
    first.read(2, 1);
    List<TriedReader<T>> others = readers.subList(1, readers.size());
    first.close();
    first.close();
    for (TriedReader<T> other : others) {
      other.read(2, 1);
    }
    for (TriedReader<T> other : others) {
      other.close();
      other.close();
    }
    if (replays) { // what all readers share is counted rightly still
      List<TriedReader<T>> again = source.openAll();
      for (TriedReader<T> reader : again) {
        reader.read(2, 1);
      }
      closeAll(again);
    }
    threads.requireNone(trial);
  }

  private void threads(Trial trial) throws Exception {
    TriedSource<T> source = tried(trial);
    Threads threads = Threads.now();
    List<TriedReader<T>> readers = source.openAll();
    for (TriedReader<T> reader : readers) {
      reader.read(2, 1);
    }
    closeAll(readers);
    threads.requireNone(trial);
  }

  private static void closeAll(List<? extends TriedReader<?>> readers) throws Exception {
    for (TriedReader<?> reader : readers) {
      reader.close();
    }
  }
}
