package io.streamflow.testing;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A source whose calls are noted, over input that is known. Used by one thread. */
final class TriedSource<T> {
  /** How long a read may wait where others wait to be read, too. */
  private static final long SHORT_WAIT_MILLIS = 2;

  /** How often to look whether more comes than there should. */
  private static final int LOOKS = 3;

  private static final int BATCH = 64;

  private final Source<T> source;
  private final SourceInput<T> input;
  private final Trial trial;

  TriedSource(Source<T> source, SourceInput<T> input, Trial trial) {
    this.source = source;
    this.input = input;
    this.trial = trial;
  }

  Source<T> source() {
    return source;
  }

  List<String> partitions() throws Exception {
    List<String> names = source.partitions();
    trial.called("partitions -> " + names);
    return names;
  }

  TriedReader<T> open(String partition, Optional<Offset> from) throws Exception {
    trial.called(
        "open '%s' %s".formatted(partition, from.map(o -> "at " + o).orElse("at its start")));
    return new TriedReader<>(partition, source.open(partition, from), trial, source.timestamped());
  }

  TriedReader<T> openNew(String partition) throws Exception {
    trial.called("openNew '%s'".formatted(partition));
    return new TriedReader<>(partition, source.openNew(partition), trial, source.timestamped());
  }

  /** Opens all partitions. */
  List<TriedReader<T>> openAll() throws Exception {
    List<TriedReader<T>> readers = new ArrayList<>();
    for (String partition : partitions()) {
      readers.add(open(partition, Optional.empty()));
    }
    return readers;
  }

  /** Reads all there is, of all partitions, from the beginning to the end. */
  Map<String, List<Handed<T>>> readAll() throws Exception {
    List<TriedReader<T>> readers = openAll();
    finish(readers);
    Map<String, List<Handed<T>>> all = new LinkedHashMap<>();
    for (TriedReader<T> reader : readers) {
      reader.close();
      all.put(reader.partition(), List.copyOf(reader.items()));
    }
    return all;
  }

  /** Compares all there is with what should be there. */
  void requireExpected() throws Exception {
    List<TriedReader<T>> readers = openAll();
    finish(readers);
    for (TriedReader<T> reader : readers) {
      reader.close();
    }
    input.requireExpected(readers.stream().map(TriedReader::items).toList(), trial);
    int rejected = readers.stream().mapToInt(TriedReader::rejected).sum();
    if (rejected != input.rejected()) {
      throw trial.broken(
          Clause.REJECT, "another number of records is rejected", input.rejected(), rejected);
    }
  }

  /** Reads readers of all partitions to the end, in turn. */
  void finish(List<TriedReader<T>> readers) throws Exception {
    while (readers.stream().anyMatch(reader -> !reader.hasEnded()) && !isComplete(readers)) {
      for (TriedReader<T> reader : readers) {
        if (!reader.hasEnded()) {
          reader.read(BATCH, SHORT_WAIT_MILLIS);
        }
      }
      if (!trial.hasTime()) {
        List<T> seen = new ArrayList<>();
        readers.forEach(reader -> reader.items().forEach(handed -> seen.add(handed.item())));
        throw trial.broken(
            Clause.READ,
            input.bounded()
                ? "after " + trial.patience() + " there are partitions that have not ended"
                : "after " + trial.patience() + " there are items that have not come",
            input.expected(),
            seen);
      }
    }
    for (TriedReader<T> reader : readers) {
      lookForMore(reader);
    }
  }

  /** Without an end, it is over when everything is there. */
  private boolean isComplete(List<TriedReader<T>> readers) {
    return !input.bounded()
        && readers.stream().mapToInt(reader -> reader.items().size()).sum()
            >= input.expected().size();
  }

  /** Reads one partition to its end, of which so many items are left. */
  void finish(TriedReader<T> reader, int left) throws Exception {
    int until = reader.items().size() + left;
    while (!reader.hasEnded() && (input.bounded() || reader.items().size() < until)) {
      reader.read(BATCH, SHORT_WAIT_MILLIS);
      if (!trial.hasTime()) {
        throw trial.broken(
            "after " + trial.patience() + " items are missing of '" + reader.partition() + "'",
            until + " items",
            reader.items());
      }
    }
    lookForMore(reader);
  }

  private void lookForMore(TriedReader<T> reader) throws Exception {
    for (int look = 0; look < LOOKS && !reader.hasEnded(); look++) {
      reader.read(BATCH, SHORT_WAIT_MILLIS);
    }
    if (!input.bounded() && reader.hasEnded()) {
      throw trial.broken(
          Clause.ENDED, "a source without an end says that it has ended", "OPEN", "ENDED");
    }
  }
}
