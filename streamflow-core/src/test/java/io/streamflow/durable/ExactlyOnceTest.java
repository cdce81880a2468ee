package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.job.FailedItem;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.job.StreamFlowException.InvalidPipeline;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may take part in exactly-once, and that those who do keep to it. */
class ExactlyOnceTest {
  @TempDir Path directory;
  private StateUnderTest state;
  private final CollectingSink<Object> out = new CollectingSink<>();
  private final CollectingSink<FailedItem> letters = new CollectingSink<>();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  @Test
  void everybodyWhoCannotIsNamed() throws Exception {
    Stream<Integer> queue = Stream.from(Sources.<Integer>queue(10)).named("queue");
    Pipeline pipeline =
        Pipeline.of(
            queue
                .map(i -> i)
                .named("fragile")
                .onError(OnError.retry(1, Duration.ZERO).then(OnError.deadLetter(Sinks.stdout())))
                .to("good", out),
            queue.to("weak", Sinks.forEach(_ -> {})));
    JobOptions options = state.options().exactlyOnce().onError(OnError.deadLetter(Sinks.stdout()));
    state
        .assertRefused(InvalidPipeline.class, pipeline, options)
        .hasMessageContaining("(4 problems)")
        .hasMessageContaining("'queue': exactlyOnce()")
        .hasMessageContaining("'weak': exactlyOnce()")
        .hasMessageContaining("'fragile': its dead-letter sink")
        .hasMessageContaining("JobOptions.onError: the dead-letter sink");
    assertThat(state.path()).doesNotExist();
  }

  @Test
  void deadLettersSurviveCrashesAndChangesOfSize() {
    int items = 200;
    for (long seed = 0; seed < 60; seed++) {
      CollectingSink<FailedItem> failed = new CollectingSink<>();
      CollectingSink<Integer> good = new CollectingSink<>();
      Pipeline pipeline =
          Stream.from(Sources.generate(items, i -> (int) i).partitions(3))
              .map(i -> 10 / (i % 3) * 0 + i)
              .named("fragile")
              .onError(OnError.deadLetter(failed))
              .parallelism(2)
              .to(good);
      Random random = new Random(seed);
      int starts = 0;
      boolean done = false;
      while (!done) {
        assertThat(starts++).as("starts, seed %d", seed).isLessThan(1_000);
        JobOptions options =
            JobOptions.durable(directory.resolve("seed-" + seed))
                .exactlyOnce()
                .parallelism(1 + random.nextInt(3));
        done = PipelineDriver.crashing(pipeline, options, seed * 1_000 + starts, 60).runOrCrash();
      }
      assertThat(failed.committed().stream().map(FailedItem::item).toList())
          .as("dead letters, seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, items).filter(i -> i % 3 == 0).boxed().toList());
      assertThat(good.committed()).as("seed %d", seed).hasSize(items - (items + 2) / 3);
    }
  }

  @Test
  void deadLettersOfARealJobSurviveARescaleAndAStop() throws Exception {
    GatedNumbers numbers = new GatedNumbers().open(100);
    Pipeline pipeline =
        Stream.from(numbers).map(i -> 10 / (i % 3) * 0 + i).named("fragile").to(out);
    JobOptions options = state.options().exactlyOnce().onError(OnError.deadLetter(letters));
    try (Job job = pipeline.start(options)) {
      StateUnderTest.awaitRead(job, 100);
      job.rescale(3);
      numbers.open(200);
      job.rescale(2);
      job.stop();
      job.await();
    }
    numbers.open(300).shut();
    pipeline.run(options);
    assertThat(letters.committed()).hasSize(100);
    assertThat(out.committed()).hasSize(200);
  }

  /** Tells what was called, in order. */
  private static final class Calls implements Sink<Long>, SinkWriter<Long> {
    private static final long serialVersionUID = 1L;
    private final transient List<String> calls = new ArrayList<>();
    private final transient Map<Long, Integer> rows = new ConcurrentHashMap<>();
    private final Guarantee guarantee;

    Calls(Guarantee guarantee) {
      this.guarantee = guarantee;
    }

    @Override
    public Guarantee guarantee() {
      return guarantee;
    }

    @Override
    public SinkWriter<Long> open(SinkContext context) {
      return this;
    }

    @Override
    public synchronized void write(Long item) {
      calls.add("write");
      rows.merge(item, 1, Integer::sum);
    }

    @Override
    public synchronized void flush() {
      calls.add("flush");
    }

    synchronized String last() {
      return calls.getLast();
    }

    @Override
    public void close() {}
  }

  @Test
  void aSinkThatDoesNotCommitIsFlushedBeforeTheCheckpointIsStored() throws Exception {
    Calls calls = new Calls(Guarantee.AT_LEAST_ONCE);
    GatedNumbers numbers = new GatedNumbers().open(100);
    try (Job job = Stream.from(numbers).to(calls).start(state.options())) {
      StateUnderTest.awaitRead(job, 100);
      job.checkpoint();
      assertThat(calls.last()).isEqualTo("flush");
    }
  }

  @Test
  void anIdempotentSinkTakesPart() throws Exception {
    Calls rows = new Calls(Guarantee.IDEMPOTENT);
    GatedNumbers numbers = new GatedNumbers().open(100);
    Pipeline pipeline = Stream.from(numbers).to(rows);
    JobOptions options = state.options().exactlyOnce();
    try (Job job = pipeline.start(options)) {
      StateUnderTest.awaitRead(job, 50);
      job.checkpoint();
      numbers.open(200);
      job.cancel();
    }
    numbers.open(200).shut();
    pipeline.run(options);
    assertThat(rows.rows).hasSize(200);
  }

  @Test
  void exactlyOnceNeedsADirectory() {
    assertThatThrownBy(
            () -> Stream.from(Sources.of(1)).to(out).start(JobOptions.defaults().exactlyOnce()))
        .isInstanceOf(InvalidPipeline.class)
        .hasMessageContaining("JobOptions.durable(directory)");
  }
}
