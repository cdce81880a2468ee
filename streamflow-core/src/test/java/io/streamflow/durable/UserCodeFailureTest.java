package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregator;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.testing.CollectingSink;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** User code that throws between two checkpoints: the next start repeats what it spoiled. */
class UserCodeFailureTest {
  private static final AtomicBoolean BROKEN = new AtomicBoolean();

  /** Tells of each item ten milliseconds later, unless it is broken. */
  private static final class Later implements ProcessFunction<Long, Long, Long, Long, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long initial(Long key) {
      return 0L;
    }

    @Override
    public Long onItem(Long item, Long seen, ProcessContext<Long, Long, Long, String> context) {
      context.onEventTime(Instant.ofEpochMilli(item + 10), item);
      return seen + 1;
    }

    @Override
    public Long onTimer(Long item, Long seen, ProcessContext<Long, Long, Long, String> context) {
      if (BROKEN.get()) {
        throw new IllegalStateException("the timer of " + item + " fails");
      }
      context.emit(item + " of " + seen);
      return seen;
    }
  }

  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers();
  private final CollectingSink<Object> out = new CollectingSink<>();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
    BROKEN.set(false);
  }

  private Stream<Long> source() {
    return Stream.from(numbers).withEventTimeMillis(number -> number, EventTime.ascending());
  }

  private void failInTheMiddle(Pipeline pipeline, String step, String what) throws Exception {
    numbers.open(15);
    Job job = pipeline.start(state.options());
    StateUnderTest.awaitRead(job, 15);
    job.checkpoint();
    BROKEN.set(true);
    numbers.open(40);
    assertThatThrownBy(job::await)
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("'" + step + "'")
        .hasMessageContaining(what);
    BROKEN.set(false);
    numbers.shut();
    pipeline.run(state.options());
  }

  @Test
  void aTimerThatFailsFiresAgainAtTheNextStart() throws Exception {
    Pipeline pipeline = source().keyBy(number -> number % 2).process("later", new Later()).to(out);
    failInTheMiddle(pipeline, "later", "the timer of");
    assertThat(out.committed()).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void aMergeThatFailsAtTheEndOfAWindowIsRepeatedAtTheNextStart() throws Exception {
    Aggregator<Long, Long, Long> sums =
        Aggregator.of(
            () -> 0L,
            Long::sum,
            (left, right) -> {
              if (BROKEN.get()) {
                throw new IllegalStateException("the merge fails");
              }
              return left + right;
            },
            sum -> sum);
    Pipeline pipeline =
        source()
            .keyBy(number -> number % 2)
            .window(Windows.sliding(Duration.ofMillis(20), Duration.ofMillis(10)))
            .aggregate("sliding", sums)
            .to(out);
    failInTheMiddle(pipeline, "sliding", "the merge fails");
    CollectingSink<Object> expected = new CollectingSink<>();
    source()
        .keyBy(number -> number % 2)
        .window(Windows.sliding(Duration.ofMillis(20), Duration.ofMillis(10)))
        .aggregate("sliding", sums)
        .to(expected)
        .run(JobOptions.defaults());
    assertThat(out.committed()).containsExactlyInAnyOrderElementsOf(expected.committed());
  }
}
