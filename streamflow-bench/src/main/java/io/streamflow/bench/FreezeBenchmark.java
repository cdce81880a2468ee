package io.streamflow.bench;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.state.BaseView;
import io.streamflow.state.DurableBackend;
import io.streamflow.state.EpochWrites;
import io.streamflow.state.KeyGroups;
import io.streamflow.state.KeyedState;
import io.streamflow.state.StoredState;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a task does for a checkpoint, per entry that has changed: an epoch of changes is frozen and
 * turned into bytes. Nothing is stored.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FreezeBenchmark {
  private static final int ENTRIES = 100_000;
  private static final int SLICE = 64;

  /** What {@link DurableState} keeps per key: about 100 bytes. */
  private static final Codec<DurableState.Profile> CODEC = Codecs.of(DurableState.Profile.class);

  private final DurableBackend backend =
      new DurableBackend(
          new Empty(),
          0,
          KeyGroups.first(1, 1),
          (_, _) -> new StoredState<>(1, Codecs.of(Long.class), CODEC, List.of(CODEC), 0),
          Map.of(),
          Long.MAX_VALUE);
  private final KeyedState<Long, DurableState.Profile> state = backend.keyed("step", "state");
  private final Long[] keys = new Long[ENTRIES];
  private final DurableState.Profile[] values = new DurableState.Profile[ENTRIES];

  /** A checkpoint that holds nothing. */
  private static final class Empty implements BaseView {
    @Override
    public byte @Nullable [] get(byte[] key) {
      return null;
    }

    @Override
    public List<Entry> page(byte[] from, byte[] to, int limit) {
      return List.of();
    }

    @Override
    public byte @Nullable [] first(byte[] from, byte[] to) {
      return null;
    }

    @Override
    public byte @Nullable [] last(byte[] from, byte[] to) {
      return null;
    }

    @Override
    public void renew() {}

    @Override
    public void close() {}
  }

  /** Makes the entries. */
  @Setup(Level.Trial)
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < ENTRIES; i++) {
      byte[] payload = new byte[80];
      random.nextBytes(payload);
      keys[i] = random.nextLong();
      values[i] = new DurableState.Profile(i, i, payload);
    }
  }

  /** The changes alone. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public void change() {
    for (int i = 0; i < ENTRIES; i++) {
      state.set(state.slot(keys[i]), values[i]);
    }
  }

  /** The changes, and what the checkpoint takes of the task's time. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public EpochWrites changeAndWrite() {
    change();
    backend.freeze();
    while (!backend.serialize(SLICE)) {
      // in slices, as between batches
    }
    EpochWrites writes = backend.takeWrites();
    backend.committed();
    return writes;
  }
}
