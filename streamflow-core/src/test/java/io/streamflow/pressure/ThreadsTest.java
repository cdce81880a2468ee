package io.streamflow.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.ThreadKind;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On which threads tasks run, and that they leave the host's own threads alive. */
class ThreadsTest {

  @Test
  void theHostsVirtualThreadsLiveBesideASaturatedPipeline() throws Exception {
    int processors = Runtime.getRuntime().availableProcessors();
    Job job =
        Stream.from(Sources.generate(i -> i).partitions(2 * processors))
            .filter(i -> Long.toString(i).hashCode() == 1)
            .to(Sinks.forEach(_ -> {}))
            .start(JobOptions.defaults().parallelism(2 * processors).threads(ThreadKind.AUTO));
    while (job.progress().itemsRead() < 1_000_000) {
      Thread.onSpinWait();
    }
    AtomicLong ticks = new AtomicLong();
    Thread host =
        Thread.ofVirtual()
            .start(() -> {
              while (ticks.incrementAndGet() < 20) {
                try {
                  Thread.sleep(1);
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    host.join(); // the test's time-out bounds this
    assertThat(ticks).hasValue(20);
    job.stop();
    job.await();
    assertThat(job.status()).isEqualTo(new JobStatus.Stopped());
  }

  @ParameterizedTest
  @EnumSource(
      value = ThreadKind.class,
      names = {"VIRTUAL", "PLATFORM"})
  void theKindOfThreadIsAsAskedForAndItsNameTellsJobAndStep(ThreadKind kind) throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Stream.from(Sources.generate(100, i -> i).partitions(2))
        .named("numbers")
        .peek(_ -> threads.add(Thread.currentThread()))
        .named("look")
        .to("end", Sinks.forEach(_ -> {}))
        .run(JobOptions.defaults().name("orders").parallelism(2).threads(kind));
    assertThat(threads)
        .extracting(Thread::getName)
        .containsExactlyInAnyOrder("orders/numbers..end#0", "orders/numbers..end#1");
    assertThat(threads)
        .allSatisfy(thread -> assertThat(thread.isVirtual()).isEqualTo(kind == ThreadKind.VIRTUAL));
  }

  @Test
  void jobsTogetherLeaveACarrierFree() throws Exception {
    int processors = Runtime.getRuntime().availableProcessors();
    AtomicLong virtual = new AtomicLong();
    java.util.concurrent.CountDownLatch go = new java.util.concurrent.CountDownLatch(1);
    java.util.List<Job> jobs = new java.util.ArrayList<>();
    java.util.concurrent.CountDownLatch inside =
        new java.util.concurrent.CountDownLatch(processors + 1);
    for (int i = 0; i <= processors; i++) {
      jobs.add(
          Stream.from(Sources.of(1))
              .peek(_ -> {
                if (Thread.currentThread().isVirtual()) {
                  virtual.incrementAndGet();
                }
                inside.countDown();
                go.await();
              })
              .to(Sinks.forEach(_ -> {}))
              .start(JobOptions.defaults().parallelism(1)));
    }
    inside.await();
    assertThat(virtual).hasValueLessThan(processors);
    go.countDown();
    for (Job job : jobs) {
      job.await();
    }
  }
}
