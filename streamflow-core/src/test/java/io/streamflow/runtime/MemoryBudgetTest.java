package io.streamflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.compile.CompiledPipelines;
import io.streamflow.compile.ExecutionPlan;
import io.streamflow.compile.PlanText;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.spi.Delivery;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.OutboxOptions;
import io.streamflow.spi.OutboxSink;
import io.streamflow.spi.Sink;
import io.streamflow.store.StoreOptions;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a job says of the memory that it may take. */
class MemoryBudgetTest {
  private static final StoreOptions STORE = StoreOptions.defaults().logMemoryBytes(3 << 20);
  private static final JobOptions DURABLE =
      JobOptions.durable(Path.of("state"))
          .parallelism(3)
          .stateMemory(10 << 20)
          .channelCapacity(4)
          .batchSize(100);

  /** Lets so many bytes wait. */
  private record Waiting(long bytes) implements OutboxSink<Object> {
    @Override
    public byte[] encode(Object item) {
      return new byte[0];
    }

    @Override
    public Delivery connect(DeliveryContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OutboxOptions options() {
      return OutboxOptions.defaults().maxPending(2, bytes);
    }
  }

  private static Pipeline counting(Sink<Object> sink) {
    return Stream.from(Sources.generate(10, i -> i))
        .named("in")
        .keyBy(i -> i)
        .aggregate("counts", Aggregators.count())
        .map(Object.class::cast)
        .to("out", sink);
  }

  private static String text(Pipeline pipeline, JobOptions options) {
    String text = MemoryBudget.of(CompiledPipelines.of(pipeline, options), options, STORE).text();
    assertThat(text).matches("heap \\d+ MiB, .*");
    return text.replaceFirst("heap \\d+ MiB, ", "");
  }

  @Test
  void aDurableJobNamesEachPart() {
    assertThat(text(counting(Sinks.forEach(_ -> {})), DURABLE))
        .isEqualTo("state 10 MiB, log 3 MiB, 9 channels of 4 batches of 100: 3600 items");
  }

  @Test
  void outboxesAreAddedUp() {
    Pipeline two = Pipeline.of(counting(new Waiting(5 << 20)), other(new Waiting(1)));
    assertThat(text(two, DURABLE)).endsWith("items, outboxes 6 MiB on disk");
    Pipeline boundless =
        Pipeline.of(counting(new Waiting(Long.MAX_VALUE)), other(new Waiting(Long.MAX_VALUE)));
    assertThat(text(boundless, DURABLE)).endsWith("outboxes 8796093022208 MiB on disk");
  }

  private static Pipeline other(Sink<Object> sink) {
    return Stream.from(Sources.generate(10, i -> (Object) i)).named("other").to("other-out", sink);
  }

  @Test
  void withoutADirectoryStateHasNoBound() {
    assertThat(text(counting(new Waiting(5 << 20)), JobOptions.defaults().parallelism(1)))
        .isEqualTo("state on the heap, unbounded, 0 channels");
  }

  @Test
  void aJobWithoutStateSaysNothingOfIt() {
    assertThat(text(other(Sinks.forEach(_ -> {})), JobOptions.defaults().parallelism(2)))
        .isEqualTo("0 channels");
  }

  @Test
  void forwardTakesOneChannelPerSender() {
    Pipeline pipeline =
        Stream.from(Sources.generate(10, i -> i))
            .named("in")
            .merge(Stream.from(Sources.generate(10, i -> i)).named("too"))
            .to(Sinks.forEach(_ -> {}));
    JobOptions options = JobOptions.defaults().parallelism(2).channelCapacity(1).batchSize(1);
    ExecutionPlan plan = CompiledPipelines.of(pipeline, options);
    Wiring wiring = new Wiring(plan, 1);
    long opened =
        plan.stages().stream()
            .flatMapToInt(stage ->
                java.util.stream.IntStream.range(0, stage.parallelism())
                    .map(subtask -> wiring.inputs(stage, subtask).count()))
            .sum();
    assertThat(opened).isPositive();
    assertThat(MemoryBudget.of(plan, options, STORE).channels()).isEqualTo(opened);
  }

  @Test
  void whatNoMachineHasRoomForIsStillANumber() {
    assertThat(
            new MemoryBudget(
                    1, false, OptionalLong.empty(), 0, 3, Integer.MAX_VALUE, Integer.MAX_VALUE, 0)
                .text())
        .endsWith(": " + Long.MAX_VALUE + " items");
  }

  @Test
  void thePlanIsOneLine() {
    assertThat(PlanText.line(CompiledPipelines.of(counting(Sinks.forEach(_ -> {})), DURABLE)))
        .isEqualTo("5 steps in 2 stages, in..keyBy-1 x3, counts..out x3");
  }
}
