package io.streamflow.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobProgress;
import io.streamflow.job.JobStatus;
import io.streamflow.job.StreamFlowException.JobCancelled;
import io.streamflow.local.QueueSource;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Start, await, stop, cancel and close, from any thread, in any order. */
class JobLifecycleTest {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  @Test
  void runsToTheEndOfItsInput() throws Exception {
    CollectingSink<Long> sink = new CollectingSink<>();
    Job job = Stream.from(Sources.generate(1000, i -> i)).to(sink).start();
    assertThat(job.await(FOREVER)).isTrue();
    job.await();
    assertThat(job.status()).isEqualTo(new JobStatus.Completed());
    assertThat(job.progress().itemsRead()).isEqualTo(1000);
    assertThat(sink.committed()).hasSize(1000);
    assertThat(sink.openWriters()).isZero();

    job.stop();
    job.cancel();
    job.close();
    assertThat(job.status()).isEqualTo(new JobStatus.Completed());
  }

  @Test
  void awaitGivesUpAfterItsTimeOutAndTheJobGoesOn() throws Exception {
    QueueSource<Long> queue = Sources.queue(10);
    CollectingSink<Long> sink = new CollectingSink<>();
    Job job = Stream.from(queue).to(sink).start();
    assertThat(job.await(Duration.ZERO)).isFalse();
    assertThat(job.await(Duration.ofNanos(-1))).isFalse();
    assertThat(job.await(Duration.ofMillis(1))).isFalse();
    assertThat(job.status()).isEqualTo(new JobStatus.Running());
    queue.put(1L);
    queue.close();
    job.await();
    assertThat(sink.committed()).containsExactly(1L);
  }

  @Test
  void anInterruptedWaiterLeavesTheJobAlone() throws Exception {
    QueueSource<Long> queue = Sources.queue(10);
    Job job = Stream.from(queue).to(new CollectingSink<>()).start();
    Thread.currentThread().interrupt();
    assertThatThrownBy(job::await).isInstanceOf(InterruptedException.class);
    assertThat(job.status()).isEqualTo(new JobStatus.Running());
    queue.close();
    job.await();
  }

  @Test
  void runCancelsTheJobWhenInterrupted() throws Exception {
    CollectingSink<Long> sink = new CollectingSink<>();
    Pipeline pipeline = Stream.from(Sources.generate(i -> i)).filter(_ -> false).to(sink);
    Thread runner = Thread.ofPlatform().start(() -> assertThatThrownBy(pipeline::run).isNotNull());
    while (sink.openWriters() == 0) {
      Thread.onSpinWait();
    }
    runner.interrupt();
    runner.join();
    assertThat(sink.openWriters()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void stopLosesNothingThatWasReadAndFlushesWindows(int parallelism) throws Exception {
    AtomicLong produced = new AtomicLong();
    CollectingSink<Long> counts = new CollectingSink<>();
    CollectingSink<Long> all = new CollectingSink<>();
    Stream<Long> items =
        Stream.from(
                Sources.<Long>generate(
                        i -> {
                          produced.incrementAndGet();
                          return i;
                        })
                    .partitions(parallelism))
            .withEventTimeMillis(i -> i, EventTime.ascending());
    Job job =
        Pipeline.of(
                items
                    .keyBy(i -> i % 7)
                    .window(Windows.tumbling(Duration.ofDays(1_000_000)))
                    .aggregate("counts", Aggregators.count())
                    .map(result -> result.value())
                    .to(counts),
                items.filter(i -> i % 1000 == 0).to(all))
            .start(JobOptions.defaults().parallelism(parallelism));
    while (job.progress().itemsRead() < 50_000) {
      Thread.onSpinWait();
    }
    job.stop();
    job.stop();
    job.await();

    assertThat(job.status()).isEqualTo(new JobStatus.Stopped());
    assertThat(job.progress().itemsRead()).isEqualTo(produced.get());
    assertThat(counts.committed()).hasSize(7);
    assertThat(counts.committed().stream().mapToLong(n -> n).sum()).isEqualTo(produced.get());
    assertThat(counts.openWriters() + all.openWriters()).isZero();
  }

  @Test
  void awaitSaysThatTheJobWasCancelled() throws Exception {
    Job job =
        Stream.from(Sources.generate(i -> i))
            .filter(_ -> false)
            .to(new CollectingSink<>())
            .start(JobOptions.defaults().name("endless").stopTimeout(FOREVER));
    job.cancel();
    assertThat(job.status()).isEqualTo(new JobStatus.Cancelled());
    assertThatThrownBy(job::await).isInstanceOf(JobCancelled.class).hasMessageContaining("endless");
    assertThatThrownBy(() -> job.await(FOREVER)).isInstanceOf(JobCancelled.class);
    job.close();
  }

  @Test
  void aStoppingJobCanBeCancelled() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Job job =
        Stream.from(Sources.of(1, 2))
            .map(i -> {
              inside.countDown();
              never.await();
              return i;
            })
            .to(new CollectingSink<>())
            .start();
    inside.await();
    job.stop();
    assertThat(job.status()).isEqualTo(new JobStatus.Stopping());
    assertThat(job.await(Duration.ofMillis(20))).isFalse();
    job.cancel();
    assertThat(job.status()).isEqualTo(new JobStatus.Cancelled());
  }

  @Test
  void onePipelineRunsTwiceAtOnce() throws Exception {
    CollectingSink<Long> sink = new CollectingSink<>();
    Pipeline pipeline =
        Stream.from(Sources.generate(50_000, i -> i))
            .keyBy(i -> i % 10)
            .aggregate("n", Aggregators.count())
            .filter(n -> n.value() == 5000)
            .map(n -> n.value())
            .to(sink);
    List<Job> jobs =
        List.of(pipeline.start(), pipeline.start(JobOptions.defaults().parallelism(2)));
    for (Job job : jobs) {
      job.await();
    }
    assertThat(sink.committed()).hasSize(20).containsOnly(5000L);
  }

  @Test
  void userCodeMayStopItsOwnJob() throws Exception {
    CollectingSink<Long> sink = new CollectingSink<>();
    Job[] job = new Job[1];
    CountDownLatch started = new CountDownLatch(1);
    Pipeline pipeline =
        Stream.from(Sources.generate(i -> i))
            .peek(i -> {
              if (i == 100) {
                started.await();
                job[0].stop();
              }
            })
            .to(sink);
    job[0] = pipeline.start(JobOptions.defaults().batchSize(10));
    started.countDown();
    job[0].await();
    assertThat(sink.committed())
        .startsWith(LongStream.rangeClosed(0, 100).boxed().toArray(Long[]::new));
    assertThat(job[0].status()).isEqualTo(new JobStatus.Stopped());
  }

  @Test
  void progressCanBeReadAtAnyTime() throws Exception {
    Job job =
        Stream.from(Sources.generate(300_000, i -> i))
            .named("numbers")
            .withEventTimeMillis(i -> i, EventTime.ascending())
            .to(new CollectingSink<>())
            .start();
    long before = 0;
    while (!job.status().isFinal()) {
      JobProgress progress = job.progress();
      assertThat(progress.itemsRead()).isBetween(before, 300_000L);
      before = progress.itemsRead();
    }
    job.await();
    assertThat(job.progress().itemsRead()).isEqualTo(300_000);
    assertThat(job.progress().steps().get("numbers").in()).isEqualTo(300_000);
    assertThat(job.progress().watermark()).isEmpty();
  }
}
