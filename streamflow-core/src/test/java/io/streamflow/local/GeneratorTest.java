package io.streamflow.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.function.IndexFunction;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import io.streamflow.spi.IndexedReader;
import io.streamflow.spi.IndexedSource;
import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceContext;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A generator hands out items, or says which ones are next: the two must tell the same. */
class GeneratorTest {

  private static final class Collected implements SourceOutput<Long> {
    final List<Long> items = new ArrayList<>();
    int room;

    @Override
    public void emit(Long item) {
      items.add(item);
      room--;
    }

    @Override
    public void emit(Long item, long timestampMillis) {
      throw new AssertionError("no timestamps here");
    }

    @Override
    public void reject(Object record, String where, Exception cause) {
      throw new AssertionError(cause);
    }

    @Override
    public boolean isFull() {
      return room <= 0;
    }
  }

  @Test
  void takesWhatItWouldHandOutAndGoesOnFromAnyOffset() throws Exception {
    Random random = new Random(1);
    for (int trial = 0; trial < 300; trial++) {
      int partitions = 1 + random.nextInt(4);
      long count = random.nextInt(40);
      Generator<Long> source = Sources.generate(count, i -> i).partitions(partitions);
      for (int partition = 0; partition < partitions; partition++) {
        List<Long> expected = new ArrayList<>();
        for (long i = partition; i < count; i += partitions) {
          expected.add(i);
        }
        assertThat(items(source, partition, random)).isEqualTo(expected);
      }
    }
  }

  private static List<Long> items(Generator<Long> source, int partition, Random random)
      throws Exception {
    Collected collected = new Collected();
    Optional<Offset> from = Optional.empty();
    boolean ended = false;
    while (!ended) {
      try (IndexedReader<Long> reader = source.open(Integer.toString(partition), from)) {
        if (random.nextBoolean()) {
          collected.room = 1 + random.nextInt(9);
          ended = reader.read(collected, 0) == Status.ENDED;
        } else {
          long next = reader.nextIndex();
          int taken = reader.take(1 + random.nextInt(9), 0);
          for (int i = 0; i < taken; i++) {
            collected.items.add(source.function().at(next + i * reader.stride()));
          }
          ended = reader.hasEnded();
        }
        assertThat(reader.hasEnded()).isEqualTo(ended);
        from = Optional.of(reader.offset());
      }
    }
    return collected.items;
  }

  @Test
  void endsBeforeIndexesOverflow() throws Exception {
    Generator<Long> source = Sources.generate(i -> i).partitions(3);
    long last = (Long.MAX_VALUE - 1) / 3;
    try (IndexedReader<Long> reader = source.open("0", Optional.of(Offset.of(last - 1)))) {
      assertThat(reader.take(10, 0)).isEqualTo(2);
      assertThat(reader.hasEnded()).isTrue();
      assertThat(reader.take(10, 0)).isZero();
    }
  }

  @Test
  void aJobTakesEachItemOnceFromAllPartitions() throws Exception {
    for (boolean fusion : List.of(true, false)) {
      Queue<Long> out = new ConcurrentLinkedQueue<>();
      Stream.from(Sources.generate(10_007, i -> i).partitions(3))
          .map(i -> i * 2)
          .to(Sinks.forEach(out::add))
          .run(JobOptions.defaults().fusion(fusion).parallelism(2));
      assertThat(out.stream().sorted().toList())
          .isEqualTo(java.util.stream.LongStream.range(0, 10_007).map(i -> i * 2).boxed().toList());
    }
  }

  /** A source that reads as another one, which the plan does not know. */
  private record Renamed(Generator<Long> shown, Generator<Long> read)
      implements IndexedSource<Long> {
    @Override
    public IndexFunction<Long> function() {
      return shown.function();
    }

    @Override
    public Source<Long> in(SourceContext context) {
      return read;
    }

    @Override
    public List<String> partitions() {
      return shown.partitions();
    }

    @Override
    public IndexedReader<Long> open(String partition, Optional<Offset> from) {
      return shown.open(partition, from);
    }
  }

  @Test
  void aSourceThatReadsAsAnotherGivesTheItemsOfThatOne() throws Exception {
    Queue<Long> out = new ConcurrentLinkedQueue<>();
    Stream.from(new Renamed(Sources.generate(3, i -> i), Sources.generate(3, i -> 100 + i)))
        .to(Sinks.forEach(out::add))
        .run(JobOptions.defaults().parallelism(1));
    assertThat(out).containsExactly(100L, 101L, 102L);
  }

  @Test
  void aFunctionThatFailsNamesTheSourceAndThePartition() {
    for (boolean fusion : List.of(true, false)) {
      JobOptions options = JobOptions.defaults().fusion(fusion);
      assertThatThrownBy(() ->
              Stream.from(
                      Sources.generate(
                          1000,
                          i -> {
                            if (i == 700) {
                              throw new IllegalStateException("no 700");
                            }
                            return i;
                          }))
                  .to(Sinks.forEach(_ -> {}))
                  .run(options))
          .isInstanceOf(StreamFlowException.class)
          .hasMessageContaining("source-1")
          .hasMessageContaining("reading partition '0'")
          .hasRootCauseMessage("no 700");
    }
  }
}
