package io.streamflow.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import io.streamflow.testing.PipelineDriver;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusyJobTest {

  private record Flushes(CountDownLatch seen) implements Sink<Long> {
    @Override
    public Guarantee guarantee() {
      return Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public SinkWriter<Long> open(SinkContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(Long item) {}

        @Override
        public void flush() {
          seen.countDown();
        }

        @Override
        public void close() {}
      };
    }
  }

  @Test
  void sinksAreFlushedThoughTheJobIsNeverIdle() throws Exception {
    CountDownLatch flushes = new CountDownLatch(2);
    try (Job job = Stream.from(Sources.generate(i -> i)).to(new Flushes(flushes)).start()) {
      flushes.await();
      assertThat(job.status().isFinal()).isFalse();
    }
  }

  /** Sends by itself what it was given. */
  private record Pushes(CountDownLatch pushed, AtomicInteger flushed) implements Sink<Long> {
    @Override
    public Guarantee guarantee() {
      return Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public SinkWriter<Long> open(SinkContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(Long item) {}

        @Override
        public void push() {
          pushed.countDown();
        }

        @Override
        public void flush() {
          flushed.incrementAndGet();
        }

        @Override
        public void close() {}
      };
    }
  }

  @Test
  void aWriterThatSendsByItselfIsNotWaitedForBeforeTheEnd() throws Exception {
    Pushes sink = new Pushes(new CountDownLatch(2), new AtomicInteger());
    Pipeline busy = Stream.from(Sources.generate(i -> i)).to(sink.compose(item -> item));
    try (Job job = busy.start()) {
      sink.pushed.await();
      assertThat(sink.flushed).hasValue(0);
      job.stop();
      job.await();
    }
    assertThat(sink.flushed).hasPositiveValue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theRateIsThatOfTheStepThoughOneOfItsSubtasksDoesAllTheWork(int parallelism) {
    PipelineDriver driver =
        PipelineDriver.of(
            Stream.from(Sources.generate(200, i -> i)).limitRate(100, 1).to(Sinks.forEach(i -> {})),
            JobOptions.defaults().parallelism(parallelism),
            7);
    driver.run();
    assertThat(driver.clock().millis())
        .isBetween(Duration.ofSeconds(1).toMillis(), Duration.ofSeconds(4).toMillis());
  }
}
