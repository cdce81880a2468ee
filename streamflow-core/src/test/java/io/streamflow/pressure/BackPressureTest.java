package io.streamflow.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.streamflow.Stream;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.local.QueueSource;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is slow holds back those before it, and nobody waits for a batch to fill. */
class BackPressureTest {
  private static final int BATCH = 16;
  private static final int CHANNEL = 4;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aSlowSinkHoldsTheSourceBack(int parallelism) throws Exception {
    AtomicLong read = new AtomicLong();
    AtomicLong written = new AtomicLong();
    AtomicLong farthest = new AtomicLong();
    Semaphore room = new Semaphore(0);
    Job job =
        Stream.from(
                Sources.<Long>generate(
                        i -> {
                          read.incrementAndGet();
                          return i;
                        })
                    .partitions(parallelism))
            .keyBy(i -> i)
            .reduce((a, _) -> a)
            .to(
                Sinks.forEach(_ -> {
                  room.acquire();
                  farthest.accumulateAndGet(read.get() - written.getAndIncrement(), Math::max);
                }))
            .start(
                JobOptions.defaults()
                    .parallelism(parallelism)
                    .batchSize(BATCH)
                    .channelCapacity(CHANNEL));
    room.release(2000);
    while (written.get() < 2000) {
      Thread.onSpinWait();
    }
    // per channel: the queue, the batch being filled, the batch being worked on; and what is read
    int channels = parallelism == 1 ? 0 : parallelism * parallelism;
    long bound = (long) channels * (CHANNEL + 1) * BATCH + 2L * parallelism * BATCH;
    assertThat(farthest).hasValueLessThanOrEqualTo(bound);
    job.cancel();
  }

  @Test
  void aQueueHoldsItsProducerBack() throws Exception {
    QueueSource<Integer> queue = Sources.queue(3);
    CountDownLatch go = new CountDownLatch(1);
    CollectingSink<Integer> sink = new CollectingSink<>();
    Job job =
        Stream.from(queue).peek(_ -> go.await()).to(sink).start(JobOptions.defaults().batchSize(1));
    int taken = 0;
    while (queue.offer(taken, Duration.ofMillis(20))) {
      taken++;
    }
    assertThat(taken).isBetween(3, 4);
    assertThat(queue.offer(99, Duration.ZERO)).isFalse();
    go.countDown();
    queue.put(taken);
    assertThat(queue.offer(taken + 1, Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    queue.close();
    job.await();
    assertThat(sink.committed()).hasSize(taken + 2);
    assertThatIllegalStateException().isThrownBy(() -> queue.put(1));
  }

  @Test
  void aProducerThatWaitsIsToldWhenTheJobIsOver() throws Exception {
    for (boolean opens : new boolean[] {true, false}) {
      QueueSource<Integer> queue = Sources.queue(1);
      CountDownLatch full = new CountDownLatch(1);
      Throwable[] thrown = new Throwable[1];
      Thread producer =
          Thread.ofPlatform()
              .start(() ->
                  thrown[0] =
                      catchThrowable(() -> {
                        while (true) {
                          queue.put(1);
                          full.countDown();
                        }
                      }));
      full.await();
      Job job =
          Stream.from(queue)
              .map(i -> opens ? Math.floorDiv(i, 0) : i)
              .to(opens ? new CollectingSink<>() : new CannotOpen())
              .start();
      var _ = catchThrowable(job::await);
      producer.join();
      assertThat(thrown[0])
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is over");
    }
  }

  private static final class CannotOpen implements io.streamflow.spi.Sink<Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public io.streamflow.spi.Guarantee guarantee() {
      return io.streamflow.spi.Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public io.streamflow.spi.SinkWriter<Integer> open(io.streamflow.spi.SinkContext context)
        throws IOException {
      throw new IOException("cannot open");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aSingleItemDoesNotWaitForABatchToFill(int parallelism) throws Exception {
    QueueSource<Integer> queue = Sources.queue(10);
    BlockingQueue<Integer> out = new LinkedBlockingQueue<>();
    Job job =
        Stream.from(queue)
            .keyBy(i -> i)
            .reduce((a, _) -> a)
            .map(i -> i)
            .parallelism(1)
            .to(Sinks.into(out))
            .start(
                JobOptions.defaults()
                    .parallelism(parallelism)
                    .batchSize(100_000)
                    .flushAfter(Duration.ofDays(1)));
    for (int i = 0; i < 100; i++) {
      queue.put(i);
      assertThat(out.take()).isEqualTo(i); // the test's time-out bounds this
    }
    queue.close();
    job.await();
  }

  @Test
  void aRareItemLeavesUnderFullLoad() throws Exception {
    BlockingQueue<Long> out = new LinkedBlockingQueue<>();
    Job job =
        Stream.from(Sources.generate(i -> i))
            .filter(i -> i == 1000)
            .keyBy(i -> i)
            .reduce((a, _) -> a)
            .to(Sinks.into(out))
            .start(JobOptions.defaults().parallelism(2).batchSize(512));
    assertThat(out.take()).isEqualTo(1000);
    assertThat(job.status().isFinal()).isFalse();
    job.cancel();
  }
}
