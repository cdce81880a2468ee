package io.streamflow.testing;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Whether a source goes on exactly where an offset says. */
final class SourceOffsetChecks<T> {
  private static final int MOST_HOPS = 4;
  private static final int LARGEST_BATCH = 4;

  private final SourceInput<T> input;

  SourceOffsetChecks(SourceInput<T> input) {
    this.input = input;
  }

  /** What a check does with a source whose partitions are known. */
  private interface Part<T> {
    void run(TriedSource<T> source, String partition, List<Handed<T>> all, Random random)
        throws Exception;
  }

  void addTo(Additions checks) {
    checks.add(
        "an offset resumes with the next item",
        Clause.OFFSET,
        trial ->
            seeds(
                trial,
                (source, partition, all, random) -> hop(source, partition, all, random, trial)));
    checks.add(
        "an offset before the first read is the beginning",
        Clause.OFFSET_ASKED,
        trial ->
            once(
                trial,
                (source, partition, all, random) -> {
                  TriedReader<T> reader = source.open(partition, Optional.empty());
                  Offset offset = reader.offset();
                  reader.close();
                  resume(source, partition, offset, all, 0, trial);
                }));
    checks.add(
        "an offset at the end has nothing after it",
        Clause.OFFSET_ASKED,
        trial ->
            once(
                trial,
                (source, partition, all, random) -> {
                  TriedReader<T> reader = source.open(partition, Optional.empty());
                  source.finish(reader, all.size());
                  Offset offset = reader.offset();
                  reader.close();
                  resume(source, partition, offset, all, all.size(), trial);
                }));
    checks.add(
        "an offset resumes as often as it is used",
        Clause.REPLAYABLE,
        trial ->
            once(
                trial,
                (source, partition, all, random) -> {
                  TriedReader<T> reader = source.open(partition, Optional.empty());
                  int read = readSome(reader, random);
                  Offset offset = reader.offset();
                  reader.read(LARGEST_BATCH, 1);
                  reader.close();
                  resume(source, partition, offset, all, read, trial);
                  resume(source, partition, offset, all, read, trial);
                }));
    checks.add(
        "offsets resume in another process",
        Clause.REPLAYABLE,
        trial -> {
          if (input.serializable()) {
            once(
                trial,
                (source, partition, all, random) -> {
                  TriedReader<T> reader = source.open(partition, Optional.empty());
                  int read = readSome(reader, random);
                  Offset offset = reader.offset();
                  reader.close();
                  trial.called("serialize the source");
                  Source<T> copy = Copies.of(source.source());
                  resume(
                      new TriedSource<>(copy, input, trial), partition, offset, all, read, trial);
                });
          }
        });
    checks.add(
        "a stored checkpoint lets nothing go that follows it",
        Clause.CHECKPOINTED,
        trial ->
            once(
                trial,
                (source, partition, all, random) -> {
                  TriedReader<T> reader = source.open(partition, Optional.empty());
                  int covered = readSome(reader, random);
                  Offset stored = reader.offset();
                  int later = covered + readSome(reader, random);
                  Offset newer = reader.offset();
                  reader.checkpointed(stored);
                  readSome(reader, random);
                  reader.close();
                  resume(source, partition, newer, all, later, trial);
                  resume(source, partition, stored, all, covered, trial);
                }));
  }

  private void once(Trial trial, Part<T> part) throws Exception {
    Random random = new Random(1);
    TriedSource<T> source = new TriedSource<>(input.fresh().make(), input, trial);
    for (Map.Entry<String, List<Handed<T>>> all : source.readAll().entrySet()) {
      part.run(source, all.getKey(), all.getValue(), random);
    }
  }

  private void seeds(Trial trial, Part<T> part) throws Exception {
    TriedSource<T> source = new TriedSource<>(input.fresh().make(), input, trial);
    Map<String, List<Handed<T>>> all = source.readAll();
    for (int seed = 0; seed < input.seeds(); seed++) {
      trial.seed(seed);
      Random random = new Random(seed);
      for (Map.Entry<String, List<Handed<T>>> partition : all.entrySet()) {
        part.run(source, partition.getKey(), partition.getValue(), random);
      }
    }
  }

  /** Reads a little, goes on at the offset, and so on, and in the end reads the rest. */
  private void hop(
      TriedSource<T> source, String partition, List<Handed<T>> all, Random random, Trial trial)
      throws Exception {
    int at = 0;
    Optional<Offset> from = Optional.empty();
    for (int hop = random.nextInt(MOST_HOPS); hop >= 0; hop--) {
      TriedReader<T> reader = source.open(partition, from);
      readSome(reader, random);
      Offset offset = reader.offset();
      reader.close();
      require(partition, from, all, at, reader.items(), false, trial);
      at += reader.items().size();
      from = Optional.of(offset);
    }
    resume(source, partition, from.orElseThrow(), all, at, trial);
  }

  /** Reads a few times; in between, offsets are taken and forgotten. */
  private int readSome(TriedReader<T> reader, Random random) throws Exception {
    int count = 0;
    for (int read = random.nextInt(3); read >= 0 && !reader.hasEnded(); read--) {
      count += reader.read(1 + random.nextInt(LARGEST_BATCH), random.nextInt(2));
      if (random.nextBoolean()) {
        reader.offset();
      }
    }
    return count;
  }

  private void resume(
      TriedSource<T> source,
      String partition,
      Offset offset,
      List<Handed<T>> all,
      int read,
      Trial trial)
      throws Exception {
    TriedReader<T> reader = source.open(partition, Optional.of(offset));
    source.finish(reader, all.size() - read);
    reader.offset();
    reader.close();
    require(partition, Optional.of(offset), all, read, reader.items(), true, trial);
  }

  private static <T> void require(
      String partition,
      Optional<Offset> from,
      List<Handed<T>> all,
      int read,
      List<Handed<T>> seen,
      boolean toTheEnd,
      Trial trial) {
    List<Handed<T>> rest = all.subList(Math.min(read, all.size()), all.size());
    List<Handed<T>> expected =
        toTheEnd ? rest : rest.subList(0, Math.min(seen.size(), rest.size()));
    if (!expected.equals(seen)) {
      throw trial.broken(
          "'%s' opened %s, after %d items, gives something else than the items that follow"
              .formatted(partition, from.map(o -> "at " + o).orElse("at its start"), read),
          expected,
          seen);
    }
  }
}
