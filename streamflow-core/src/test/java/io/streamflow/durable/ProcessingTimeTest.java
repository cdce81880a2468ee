package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.ManualClock;
import io.streamflow.time.TimeToLive;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timers and lives that go by the clock, over stops, starts and changes of size. */
class ProcessingTimeTest {
  private static final int KEYS = 20;

  /** Tells of each key a minute after its last item. */
  private static final class Reminder
      implements ProcessFunction<Long, Long, Long, Integer, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long initial(Long key) {
      return 0L;
    }

    @Override
    public Long onItem(Long item, Long seen, ProcessContext<Long, Long, Integer, String> context) {
      context.onProcessingTime(context.processingTime().plusSeconds(60), 1);
      return seen + 1;
    }

    @Override
    public Long onTimer(
        Integer timer, Long seen, ProcessContext<Long, Long, Integer, String> context) {
      context.emit(context.key() + "=" + seen);
      return seen;
    }
  }

  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers();
  private final ManualClock clock = ManualClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final CollectingSink<String> out = new CollectingSink<>();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  private JobOptions options(int parallelism) {
    return state.options().parallelism(parallelism).clock(clock);
  }

  private static List<String> each(int count) {
    return IntStream.range(0, KEYS).mapToObj(key -> key + "=" + count).toList();
  }

  private void awaitOut(Job job, int items) {
    StateUnderTest.await(job, () -> out.written().size() >= items);
  }

  @Test
  void aTimerThatCameDueWhileNoJobRanFiresOnceAtTheNextStart() throws Exception {
    Pipeline pipeline =
        Stream.from(numbers).keyBy(n -> n % KEYS).process("r", new Reminder()).to(out);
    numbers.open(KEYS);
    state.runUntil(KEYS, pipeline, options(1));
    assertThat(out.committed()).isEmpty();

    clock.advance(Duration.ofMinutes(2));
    try (Job job = pipeline.start(options(3))) {
      awaitOut(job, KEYS);
      job.rescale(2);
      numbers.open(2 * KEYS);
      StateUnderTest.awaitRead(job, KEYS);
      job.checkpoint(); // so that all have come to the step
      clock.advance(Duration.ofSeconds(59));
      job.checkpoint();
      assertThat(out.written()).containsExactlyInAnyOrderElementsOf(each(1));
      clock.advance(Duration.ofSeconds(1));
      awaitOut(job, 2 * KEYS);
      job.stop();
      job.await();
    }
    numbers.shut();
    pipeline.run(options(1)); // nothing is due at the end
    assertThat(out.committed().subList(KEYS, out.committed().size()))
        .containsExactlyInAnyOrderElementsOf(each(2));
  }

  @Test
  void aLifeByTheClockEndsWhileNoJobRuns() throws Exception {
    Pipeline pipeline =
        Stream.from(numbers)
            .keyBy(n -> n % KEYS)
            .timeToLive(TimeToLive.inProcessingTime(Duration.ofMinutes(1)))
            .aggregate("counts", Aggregators.count())
            .map(count -> count.key() + "=" + count.value())
            .to(out);
    numbers.open(KEYS);
    state.runUntil(KEYS, pipeline, options(2));
    clock.advance(Duration.ofSeconds(59));
    numbers.open(2 * KEYS);
    state.runUntil(KEYS, pipeline, options(1));
    clock.advance(Duration.ofSeconds(60));
    numbers.open(3 * KEYS).shut();
    pipeline.run(options(3));
    assertThat(out.committed())
        .containsExactlyInAnyOrderElementsOf(
            LongStream.of(1, 2, 1).boxed().flatMap(n -> each(n.intValue()).stream()).toList());
  }
}
