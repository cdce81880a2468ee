package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.local.Sources;
import io.streamflow.plan.Node;
import io.streamflow.plan.Step;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.window.Windows;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A step with state for the snapshot suite.
 *
 * @param name its name
 * @param node the step
 * @param value the codec of its accumulators or its state
 * @param isWindow whether it is a window step, of which the end of the input leaves nothing
 */
record StatefulStep(String name, Node.Keyed node, Codec<?> value, boolean isWindow) {

  /** An item. */
  record Item(String key, long time, long value) {}

  /** A sum that is changed in place. */
  enum SumCodec implements Codec<long[]> {
    INSTANCE;

    @Override
    public void write(long[] value, DataOutput out) throws IOException {
      out.writeLong(value[0]);
    }

    @Override
    public long[] read(DataInput in) throws IOException {
      return new long[] {in.readLong()};
    }

    @Override
    public String fingerprint() {
      return "sum";
    }

    @Override
    public boolean canonical() {
      return false;
    }
  }

  private static Node.KeyBy keyBy() {
    return new Node.KeyBy(
        new Node.Source(Sources.of(), Step.of("source")),
        item -> ((Item) item).key(),
        Optional.empty(),
        Step.of("keyBy"));
  }

  @SuppressWarnings("unchecked") // as the plan has it
  private static Aggregator<Object, Object, Object> sum() {
    Aggregator<Item, long[], Long> sum =
        Aggregator.of(
            () -> new long[1],
            (total, item) -> {
              total[0] += item.value();
              return total;
            },
            (left, right) -> {
              left[0] += right[0];
              return left;
            },
            total -> total[0]);
    return (Aggregator<Object, Object, Object>) (Aggregator<?, ?, ?>) sum;
  }

  static StatefulStep window(String name, Windows windows, long lateness, long early) {
    return window(name, windows, lateness, early, sum(), SumCodec.INSTANCE);
  }

  /** The same with accumulators that need no object. */
  @SuppressWarnings("unchecked") // as the plan has it
  static StatefulStep numbers(String name, Windows windows, long lateness, long early) {
    Aggregator<Item, ?, Long> sum = Aggregators.sumLong(Item::value);
    return window(
        name,
        windows,
        lateness,
        early,
        (Aggregator<Object, Object, Object>) (Aggregator<?, ?, ?>) sum,
        sum.accumulatorCodec(() -> {
          throw new AssertionError("a sum keeps no items");
        }));
  }

  private static StatefulStep window(
      String name,
      Windows windows,
      long lateness,
      long early,
      Aggregator<Object, Object, Object> aggregator,
      Codec<?> accumulator) {
    Optional<Long> shown = early == 0 ? Optional.empty() : Optional.of(early);
    return new StatefulStep(
        name,
        new Node.Windowed(
            keyBy(),
            new Node.WindowSpec(windows, lateness, shown),
            aggregator,
            Step.of("window").named("step")),
        accumulator,
        true);
  }

  static StatefulStep rolling() {
    return new StatefulStep(
        "rolling",
        new Node.Rolling(keyBy(), sum(), true, Step.of("aggregate").named("step")),
        SumCodec.INSTANCE,
        false);
  }

  static StatefulStep process() {
    return new StatefulStep(
        "process",
        new Node.KeyedProcess(
            keyBy(),
            counting(),
            Optional.empty(),
            Optional.empty(),
            Step.of("process").named("step")),
        Codecs.of(Long.class),
        false);
  }

  @SuppressWarnings("unchecked") // as the plan has it
  private static ProcessFunction<Object, Object, Object, Object, Object> counting() {
    return (ProcessFunction<Object, Object, Object, Object, Object>)
        (ProcessFunction<?, ?, ?, ?, ?>) new Counting();
  }

  /** Counts, sets timers of both kinds, moves them, and forgets a key now and then. */
  private static final class Counting
      implements ProcessFunction<String, Item, Long, String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long initial(String key) {
      return 0L;
    }

    @Override
    public Long onItem(Item item, Long count, ProcessContext<String, Long, String, String> context)
        throws Exception {
      context.emit(item.key() + " has " + (count + 1));
      switch ((int) (item.value() % 5)) {
        case 0 -> context.onEventTime(Instant.ofEpochMilli(item.time() + 7), "moved");
        case 1 ->
            context.onEventTime(Instant.ofEpochMilli(item.time() + 4), "event" + item.value());
        case 2 -> context.onProcessingTime(Instant.ofEpochMilli(item.time() + 5), "processing");
        case 3 -> context.cancelTimer("moved");
        default -> {
          if (item.value() % 10 == 9) {
            return context.clear();
          }
        }
      }
      return count + 1;
    }

    @Override
    public Long onTimer(
        String timer, Long count, ProcessContext<String, Long, String, String> context) {
      context.emit(context.key() + " " + timer + " at " + count);
      return count + 100;
    }
  }
}
