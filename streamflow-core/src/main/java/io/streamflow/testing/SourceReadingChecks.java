package io.streamflow.testing;

import io.streamflow.spi.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a source gives when it is read as it should be. */
final class SourceReadingChecks<T> {
  private static final int LARGEST_BATCH = 5;

  private final SourceInput<T> input;
  private final PlainReading<T> plain;

  SourceReadingChecks(SourceInput<T> input, PlainReading<T> plain) {
    this.input = input;
    this.plain = plain;
  }

  void addTo(Additions checks, boolean replays) {
    checks.add("partitions have names that stay", Clause.PARTITIONS, this::names);
    checks.add(
        "every item arrives once, in its partition's order",
        Clause.READ,
        trial -> tried(trial).requireExpected());
    checks.add("a batch takes no more than it has room for", Clause.FULL, this::smallBatches);
    checks.add("partitions are read apart from each other", Clause.IN_ORDER, this::apart);
    checks.add("it can be brought to another process, or says no", Clause.DESCRIPTION, this::copy);
    if (replays) {
      checks.add("opened again, it begins anew", Clause.DESCRIPTION, this::openedAgain);
      checks.add("a new partition begins at its first item", Clause.OPEN_NEW, this::openedNew);
    }
  }

  private TriedSource<T> tried(Trial trial) throws Exception {
    return new TriedSource<>(input.fresh().make(), input, trial);
  }

  private void names(Trial trial) throws Exception {
    TriedSource<T> source = tried(trial);
    List<String> names = source.partitions();
    if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
      throw trial.broken(
          "its partitions have no names of their own", "one or more different names", names);
    }
    List<String> again = source.partitions();
    if (!names.equals(again)) {
      throw trial.broken("a second listing gives other partitions", names, again);
    }
  }

  /** Reads everything in batches of one, then of a few. */
  private void smallBatches(Trial trial) throws Exception {
    List<TriedReader<T>> readers = tried(trial).openAll();
    Random random = new Random(0);
    int count = 0;
    while (count < plain.items(trial).size() && trial.hasTime()) {
      for (TriedReader<T> reader : readers) {
        if (!reader.hasEnded()) {
          count += reader.read(count % 2 == 0 ? 1 : 1 + random.nextInt(LARGEST_BATCH), 1);
        }
      }
    }
    closeAll(readers);
    plain.requireSame(readers, trial);
  }

  /** Reads partitions in an order that chance decides, so that what readers share shows. */
  private void apart(Trial trial) throws Exception {
    for (int seed = 0; seed < Math.min(input.seeds(), 5); seed++) {
      trial.seed(seed);
      Random random = new Random(seed);
      TriedSource<T> source = tried(trial);
      List<TriedReader<T>> readers = source.openAll();
      for (int i = 0; i < input.expected().size(); i++) {
        TriedReader<T> reader = readers.get(random.nextInt(readers.size()));
        if (!reader.hasEnded()) {
          reader.read(1 + random.nextInt(LARGEST_BATCH), 0);
          reader.offset();
        }
      }
      source.finish(readers);
      closeAll(readers);
      plain.requireSame(readers, trial);
    }
  }

  private void copy(Trial trial) throws Exception {
    Source<T> original = input.fresh().make();
    Source<T> copy = Copies.required(original, input.serializable(), trial);
    List<T> seen = new ArrayList<>();
    for (List<Handed<T>> items : new TriedSource<>(copy, input, trial).readAll().values()) {
      items.forEach(handed -> seen.add(handed.item()));
    }
    Items.requireSame(plain.items(trial), seen, trial);
  }

  private void openedAgain(Trial trial) throws Exception {
    TriedSource<T> source = tried(trial);
    for (TriedReader<T> reader : source.openAll()) {
      reader.read(1, 1);
      reader.close();
    }
    Map<String, List<Handed<T>>> first = source.readAll();
    Map<String, List<Handed<T>>> second = source.readAll();
    first.forEach((partition, items) -> {
      List<Handed<T>> again = second.getOrDefault(partition, List.of());
      if (!items.equals(again)) {
        throw trial.broken("'" + partition + "' gives something else now", items, again);
      }
    });
  }

  private void openedNew(Trial trial) throws Exception {
    TriedSource<T> source = tried(trial);
    Map<String, List<Handed<T>>> known = source.readAll();
    for (Map.Entry<String, List<Handed<T>>> partition : known.entrySet()) {
      List<Handed<T>> expected = partition.getValue();
      TriedReader<T> reader = source.openNew(partition.getKey());
      source.finish(reader, expected.size());
      reader.close();
      List<Handed<T>> seen = reader.items();
      int more = seen.size() - expected.size();
      if (more < 0 || !seen.subList(more, seen.size()).equals(expected)) {
        throw trial.broken(
            "'" + partition.getKey() + "' opened as new lacks items that open gives",
            expected,
            seen);
      }
    }
  }

  private static void closeAll(List<? extends TriedReader<?>> readers) throws Exception {
    for (TriedReader<?> reader : readers) {
      reader.close();
    }
  }
}
