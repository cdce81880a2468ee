package io.streamflow.bench;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.compile.CompiledPipelines;
import io.streamflow.compile.ExecutionPlan;
import io.streamflow.compile.Stage;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.metrics.JobCounters;
import io.streamflow.metrics.TaskMeter;
import io.streamflow.operator.Batch;
import io.streamflow.operator.Chain;
import io.streamflow.operator.ChainBuilder;
import io.streamflow.operator.Output;
import io.streamflow.operator.TaskContext;
import io.streamflow.operator.Timestamps;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.Sink;
import io.streamflow.state.HeapBackend;
import io.streamflow.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The chains of {@link Chains} without source, thread or counters, over batches that are filled
 * once: as the engine's tasks drive them, and as loops that run the same functions over the same
 * batches into the same kind of sink.
 */
final class BatchChains {
  /** Tells these from whole pipelines. */
  static final String PREFIX = "chain/";

  static final List<String> WAYS = List.of("hand", "fused", "fusedField", "plain", "jdk");

  /** As many items as the engine reads at once. */
  static final int BATCH_SIZE = 512;

  private BatchChains() {}

  static Workload of(String chain, String way) {
    return switch (way) {
      case "hand" -> hand(chain);
      case "fused" -> new EngineChain(chain, true, SinkKind.CAPTURED);
      case "fusedField" -> new EngineChain(chain, true, SinkKind.FIELD);
      case "plain" -> new EngineChain(chain, false, SinkKind.CAPTURED);
      case "jdk" -> new Jdk(Chains.jdkSteps(chain));
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static Workload hand(String chain) {
    return switch (chain) {
      case "map" -> new HandMap();
      case "mapFilterMap" -> new HandMapFilterMap();
      case "eightMaps" -> new HandEightMaps();
      case "flatMapFilterMap" -> new HandFlatMapFilterMap();
      default -> throw new IllegalArgumentException(chain);
    };
  }

  /** Goes round the batches; every way is called once per batch. */
  private abstract static class PerBatch implements Workload {
    final Total total = new Total();
    private final Batch[] batches = new Batch[Chains.EVENTS.length / BATCH_SIZE];
    private int at;

    PerBatch() {
      for (int i = 0; i < batches.length; i++) {
        batches[i] = new Batch(BATCH_SIZE);
        for (int item = 0; item < BATCH_SIZE; item++) {
          batches[i].add(Chains.EVENTS[i * BATCH_SIZE + item], Timestamps.NONE);
        }
      }
    }

    @Override
    public final Total total() {
      return total;
    }

    @Override
    public final void pass(int items) throws Exception {
      for (int left = items; left > 0; left -= BATCH_SIZE) {
        run(batches[at], at * BATCH_SIZE, Math.min(left, BATCH_SIZE));
        at = at + 1 == batches.length ? 0 : at + 1;
      }
    }

    /** Works through a batch, which holds the {@code count} events from {@code first} on. */
    abstract void run(Batch batch, int first, int count) throws Exception;
  }

  /**
   * How a sink's lambda gets at the total: captured, which the JIT takes as a constant, as in
   * {@link JobWork}; or through a field of a captured object, which it has to read.
   */
  private enum SinkKind {
    CAPTURED,
    FIELD
  }

  private static final class EngineChain extends PerBatch {
    private final TaskContext context;
    private final Chain.Entry entry;

    EngineChain(String chain, boolean fusion, SinkKind kind) {
      JobOptions options = JobOptions.defaults().parallelism(1).fusion(fusion);
      Pipeline pipeline =
          Chains.steps(chain)
              .apply(Stream.from(new Replay(Chains.EVENTS, 0, 1)))
              .to(
                  kind == SinkKind.CAPTURED
                      ? capturing(total)
                      : Sinks.forEach(event -> total.add(event.value())));
      ExecutionPlan plan = CompiledPipelines.of(pipeline, options);
      Stage stage = plan.stages().getFirst();
      PlanStep source = stage.steps().getFirst();
      Chain built =
          new ChainBuilder(plan.plan(), stage.steps(), List.of(), options.onError(), fusion)
              .build(List.of(source));
      context =
          new TaskContext(
              TaskContext.Place.alone(options.name()),
              Clock.system(),
              new HeapBackend(),
              new Output[0],
              new SleepingPause(),
              built.slotCount(),
              plan.plan().steps().stream().map(PlanStep::name).toList(),
              new TaskMeter(),
              new JobCounters()::step,
              _ -> new TaskContext.DeadLetterPlace("dead letters", 0, 1));
      try {
        built.open(context);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      entry = built.entry(source.id());
    }

    private static Sink<Event> capturing(Total total) {
      return Sinks.forEach(event -> total.add(event.value()));
    }

    @Override
    void run(Batch batch, int first, int count) {
      entry.run(batch, 0, count, context);
    }
  }

  private static final class HandMap extends PerBatch {
    @Override
    void run(Batch batch, int first, int count) throws Exception {
      for (int i = 0; i < count; i++) {
        total.add(Chains.M1.apply(event(batch, i)).value());
      }
    }
  }

  private static final class HandMapFilterMap extends PerBatch {
    @Override
    void run(Batch batch, int first, int count) throws Exception {
      for (int i = 0; i < count; i++) {
        Event event = Chains.M1.apply(event(batch, i));
        if (Chains.EVEN.test(event)) {
          total.add(Chains.M2.apply(event).value());
        }
      }
    }
  }

  private static final class HandEightMaps extends PerBatch {
    @Override
    void run(Batch batch, int first, int count) throws Exception {
      for (int i = 0; i < count; i++) {
        Event e = Chains.M2.apply(Chains.M1.apply(event(batch, i)));
        e = Chains.M5.apply(Chains.M4.apply(Chains.M3.apply(e)));
        total.add(Chains.M8.apply(Chains.M7.apply(Chains.M6.apply(e))).value());
      }
    }
  }

  private static final class HandFlatMapFilterMap extends PerBatch {
    @Override
    void run(Batch batch, int first, int count) throws Exception {
      for (int i = 0; i < count; i++) {
        Chains.FOUR.apply(
            event(batch, i),
            e -> {
              if (Chains.even(e)) {
                total.add(Chains.apply(Chains.M2, e).value());
              }
            });
      }
    }
  }

  /** A batch holds objects of any class, for a loop as for the engine. */
  private static Event event(Batch batch, int item) {
    return (Event) Objects.requireNonNull(batch.value(item));
  }

  private static final class Jdk extends PerBatch {
    private final Function<java.util.stream.Stream<Event>, java.util.stream.Stream<Event>> steps;

    Jdk(Function<java.util.stream.Stream<Event>, java.util.stream.Stream<Event>> steps) {
      this.steps = steps;
    }

    @Override
    void run(Batch batch, int first, int count) {
      steps
          .apply(Arrays.stream(Chains.EVENTS, first, first + count))
          .forEach(event -> total.add(event.value()));
    }
  }

  /** No step here waits. */
  private static final class SleepingPause implements TaskContext.Pause {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void forNanos(long nanos) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(nanos);
    }

    @Override
    public void beforeRetry(long nanos) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(nanos);
    }
  }
}
