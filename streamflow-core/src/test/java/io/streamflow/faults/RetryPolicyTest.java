package io.streamflow.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregator;
import io.streamflow.function.Emitter;
import io.streamflow.job.FailedItem;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sources;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that failed is made again, after waits that double, a bounded number of times. */
class RetryPolicyTest {
  private static final AtomicInteger CALLS = new AtomicInteger();

  private static long failTimes(int times, long item) throws IOException {
    if (item == 1 && CALLS.getAndIncrement() < times) {
      throw new IOException("busy");
    }
    return item;
  }

  private static Stream<Long> flaky(int times) {
    CALLS.set(0);
    return Stream.from(Sources.of(0L, 1L, 2L)).map(i -> failTimes(times, i)).named("flaky");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void succeedsWithinItsAttempts(int failures) throws Exception {
    CollectingSink<Long> sink = new CollectingSink<>();
    Job job = flaky(failures).onError(OnError.retry(3, Duration.ZERO)).to(sink).start();
    job.await();
    assertThat(sink.committed()).containsExactly(0L, 1L, 2L);
    assertThat(job.progress().steps().get("flaky").retries()).isEqualTo(failures);
  }

  @Test
  void failsAfterItsLastAttempt() {
    JobFailed failed =
        catchThrowableOfType(
            JobFailed.class,
            () ->
                flaky(4).onError(OnError.retry(3, Duration.ZERO)).to(new CollectingSink<>()).run());
    assertThat(failed.step()).isEqualTo("flaky");
    assertThat(failed).hasCauseInstanceOf(IOException.class).hasMessageContaining("item: 1");
    assertThat(CALLS).hasValue(4);
  }

  @Test
  void skipsOrKeepsTheDeadLetterAfterItsLastAttempt() throws Exception {
    CollectingSink<Long> sink = new CollectingSink<>();
    flaky(99).onError(OnError.retry(2, Duration.ZERO).then(OnError.skip())).to(sink).run();
    assertThat(sink.committed()).containsExactly(0L, 2L);
    assertThat(CALLS).hasValue(3);

    CollectingSink<FailedItem> letters = new CollectingSink<>();
    flaky(99)
        .onError(OnError.retry(2, Duration.ZERO).then(OnError.deadLetter(letters)))
        .to(new CollectingSink<>())
        .run();
    assertThat(letters.committed()).extracting(FailedItem::item).containsExactly(1L);
  }

  @Test
  void waitsTwiceAsLongEachTime() {
    Pipeline pipeline =
        flaky(3).onError(OnError.retry(3, Duration.ofMinutes(1))).to(new CollectingSink<>());
    PipelineDriver driver = PipelineDriver.of(pipeline, JobOptions.defaults(), 1);
    driver.run();
    // at most a minute each
    assertThat(driver.clock().millis()).isBetween(180_000L, 181_000L);

    PipelineDriver shorter =
        PipelineDriver.of(
            flaky(3).onError(OnError.retry(3, Duration.ofSeconds(1))).to(new CollectingSink<>()),
            JobOptions.defaults(),
            1);
    shorter.run();
    assertThat(shorter.clock().millis()).isBetween(7000L, 8000L);
  }

  @Test
  void aRetriedFlatMapEmitsOnce() throws Exception {
    CALLS.set(0);
    CollectingSink<Long> sink = new CollectingSink<>();
    Stream.from(Sources.of(1L))
        .flatMap((Long i, Emitter<Long> out) -> {
          out.emit(10 + i);
          out.emit(failTimes(2, i));
        })
        .onError(OnError.retry(5, Duration.ZERO))
        .to(sink)
        .run();
    assertThat(sink.committed()).containsExactly(11L, 1L);
  }

  @Test
  void aRetriedAggregateCountsTheItemOnce() throws Exception {
    CALLS.set(0);
    CollectingSink<Long> sink = new CollectingSink<>();
    Stream.from(Sources.of(1L, 5L))
        .keyBy(_ -> "all")
        .aggregate("sum", Aggregator.of(() -> 0L, (n, i) -> n + i, Long::sum, n -> failTimes(2, n)))
        .onError(OnError.retry(5, Duration.ZERO))
        .map(kv -> kv.value())
        .to(sink)
        .run();
    assertThat(sink.committed()).containsExactly(1L, 6L);
  }

  /** Cannot be flushed between a failed write and its repetition. */
  private static final class Fragile implements Sink<Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Guarantee guarantee() {
      return Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public SinkWriter<Long> open(SinkContext context) {
      return new SinkWriter<>() {
        private boolean broken;

        @Override
        public void write(Long item) throws IOException {
          broken = true;
          failTimes(2, item);
          broken = false;
        }

        @Override
        public void flush() {
          if (broken) {
            throw new IllegalStateException("flushed while a write is to be tried again");
          }
        }

        @Override
        public void close() {}
      };
    }
  }

  @Test
  void aSinkIsNotFlushedWhileItsWriteWaitsToBeTriedAgain() throws Exception {
    CALLS.set(0);
    Stream.from(Sources.of(0L, 1L, 2L))
        .to(new Fragile())
        .run(JobOptions.defaults().onError(OnError.retry(2, Duration.ofMillis(1))));
    assertThat(CALLS).hasValue(3);
  }

  @Test
  void aJobsRetryLeavesUndecodableRecordsToWhatFollowsTheLastAttempt() throws Exception {
    CollectingSink<String> sink = new CollectingSink<>();
    Job job =
        Stream.from(ScriptedSource.<String>script().item("a").reject("?").item("b"))
            .to(sink)
            .start(
                JobOptions.defaults()
                    .onError(OnError.retry(3, Duration.ofDays(1)).then(OnError.skip())));
    job.await();
    assertThat(sink.committed()).containsExactly("a", "b");
    assertThat(job.progress().steps().get("source-1").retries()).isZero();
  }

  @Test
  void aWaitOfAnyLengthCanBeAskedFor() throws Exception {
    CollectingSink<Long> sink = new CollectingSink<>();
    Job job =
        flaky(1).onError(OnError.retry(1, Duration.ofSeconds(Long.MAX_VALUE))).to(sink).start();
    while (CALLS.get() == 0) {
      Thread.onSpinWait();
    }
    job.cancel();
    assertThat(sink.openWriters()).isZero();
  }

  @Test
  void refusesWhatMakesNoSense() {
    for (int attempts : List.of(0, -1)) {
      assertThatIllegalArgumentException().isThrownBy(() -> OnError.retry(attempts, Duration.ZERO));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> OnError.retry(1, Duration.ofMillis(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnError.retry(1, Duration.ZERO).then(OnError.retry(1, Duration.ZERO)));
  }
}
