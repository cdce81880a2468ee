package io.streamflow.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.local.QueueSource;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Stopping must lose nothing, and must not wait for more than was asked of it. */
class StopSlowJobTest {

  @Test
  void whatWasPutIntoAQueueIsProcessedWhenTheJobStops() throws Exception {
    QueueSource<Integer> queue = Sources.queue(100);
    List<Integer> results = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch first = new CountDownLatch(1);
    Semaphore goOn = new Semaphore(0);
    Job job =
        Stream.from(queue)
            .peek(item -> {
              first.countDown();
              goOn.acquire();
            })
            .to(Sinks.into(results))
            .start(JobOptions.defaults());
    for (int i = 0; i < 100; i++) {
      queue.put(i);
    }
    first.await();
    job.stop();
    goOn.release(100);
    job.await();
    assertThat(job.status()).isEqualTo(new JobStatus.Stopped());
    assertThat(results).hasSize(100).doesNotHaveDuplicates();
    assertThatThrownBy(() -> queue.put(100)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSlowStepTakesFewItemsAtOnceSoThatAStopIsHeardSoon() throws Exception {
    AtomicLong processed = new AtomicLong();
    CountDownLatch slow = new CountDownLatch(3);
    Job job =
        Stream.from(Sources.generate(i -> i))
            .peek(item -> {
              Thread.sleep(20);
              processed.incrementAndGet();
              slow.countDown();
            })
            .to(Sinks.forEach(item -> {}))
            .start(JobOptions.defaults());
    slow.await();
    long before = processed.get();
    job.stop();
    job.await();
    assertThat(processed.get() - before).as("of a batch of 512").isLessThan(20);
  }
}
