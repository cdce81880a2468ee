package io.streamflow.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.streamflow.Stream;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.OnError;
import io.streamflow.local.QueueSource;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancelling reaches a job wherever its tasks are blocked, and however user code takes it. */
class CancelTest {
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  private void block() throws InterruptedException {
    inside.countDown();
    never.await();
  }

  private void cancelledInTime(Job job) throws InterruptedException {
    inside.await();
    job.cancel();
    assertThat(job.status()).isEqualTo(new JobStatus.Cancelled());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void interruptsUserCode(int parallelism) throws Exception {
    CollectingSink<Integer> sink = new CollectingSink<>();
    cancelledInTime(
        Stream.from(Sources.of(1, 2, 3))
            .peek(_ -> block())
            .keyBy(i -> i)
            .reduce((a, _) -> a)
            .to(sink)
            .start(JobOptions.defaults().parallelism(parallelism)));
    assertThat(sink.openWriters()).isZero();
    assertThat(sink.committed()).isEmpty();
  }

  @Test
  void interruptsASink() throws Exception {
    cancelledInTime(
        Stream.from(Sources.of(1, 2, 3)).to(Sinks.<Integer>forEach(_ -> block())).start());
  }

  @Test
  void interruptsASourceAndTasksThatWaitForInputOrForRoom() throws Exception {
    QueueSource<Integer> queue = Sources.queue(1);
    CollectingSink<Integer> sink = new CollectingSink<>();
    Job job =
        Stream.from(queue)
            .merge(Stream.from(Sources.<Integer>generate(i -> (int) i)))
            .peek(_ -> block())
            .to(sink)
            .start(JobOptions.defaults().parallelism(1).batchSize(1).channelCapacity(1));
    cancelledInTime(job);
    assertThatIllegalStateException().isThrownBy(() -> queue.put(1));
  }

  @Test
  void interruptsABackOff() throws Exception {
    cancelledInTime(
        Stream.from(Sources.of(1))
            .map(i -> {
              inside.countDown();
              if (i == 1) {
                throw new IllegalStateException("again");
              }
              return i;
            })
            .onError(OnError.retry(1000, Duration.ofHours(1)))
            .to(new CollectingSink<>())
            .start());
  }

  @Test
  void interruptsALimitedRate() throws Exception {
    cancelledInTime(
        Stream.from(Sources.of(1, 2, 3))
            .limitRate(0.0001, 1)
            .peek(_ -> inside.countDown())
            .to(new CollectingSink<>())
            .start());
  }

  @Test
  void takesAnExceptionThatWrapsTheInterruptForWhatItIs() throws Exception {
    for (OnError policy : List.of(OnError.fail(), OnError.skip())) {
      cancelledInTime(
          Stream.from(Sources.generate(i -> i))
              .peek(_ -> {
                try {
                  block();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e); // and the flag is gone
                }
              })
              .to(new CollectingSink<>())
              .start(JobOptions.defaults().onError(policy)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void endsUserCodeThatSwallowsInterrupts(int parallelism) throws Exception {
    CollectingSink<Long> sink = new CollectingSink<>();
    cancelledInTime(
        Stream.from(Sources.generate(i -> i))
            .peek(_ -> {
              try {
                block();
              } catch (InterruptedException swallowed) {
                // as careless code does
              }
            })
            .keyBy(i -> i)
            .reduce((a, _) -> a)
            .to(sink)
            .start(JobOptions.defaults().parallelism(parallelism).batchSize(4)));
    assertThat(sink.openWriters()).isZero();
  }

  @Test
  void aFailureEndsUserCodeThatSwallowsInterrupts() throws Exception {
    Stream<Long> stubborn =
        Stream.from(Sources.generate(i -> i))
            .peek(_ -> {
              try {
                block();
              } catch (InterruptedException swallowed) {
                // as careless code does
              }
            });
    Job job =
        Stream.from(Sources.generate(i -> i))
            .peek(_ -> {
              inside.await();
              throw new IllegalStateException("boom");
            })
            .named("bad")
            .merge(stubborn)
            .to(new CollectingSink<>())
            .start(JobOptions.defaults().batchSize(4));
    assertThat(catchThrowable(job::await))
        .hasMessageContaining("'bad'")
        .hasMessageContaining("boom");
  }

  @Test
  void returnsAfterTheStopTimeOutAndNamesTheThreadThatIgnoresIt() throws Exception {
    AtomicBoolean released = new AtomicBoolean();
    CollectingSink<Integer> sink = new CollectingSink<>();
    Job job =
        Stream.from(Sources.of(1, 2, 3))
            .peek(_ -> {
              inside.countDown();
              while (!released.get()) {
                Thread.onSpinWait();
              }
            })
            .named("deaf")
            .to(sink)
            .start(JobOptions.defaults().name("stubborn").stopTimeout(Duration.ofMillis(100)));
    inside.await();
    PrintStream err = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      job.cancel();
    } finally {
      System.setErr(err);
    }
    assertThat(job.status().isFinal()).isFalse();
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("ERROR")
        .contains("stubborn/source-1..sink-1#0")
        .contains("CancelTest");

    released.set(true);
    assertThat(sink.openWriters()).isBetween(0, 1);
    var _ = catchThrowable(() -> job.await(Duration.ofSeconds(TimeUnit.MINUTES.toSeconds(1))));
    assertThat(job.status()).isEqualTo(new JobStatus.Cancelled());
    assertThat(sink.openWriters()).isZero();
  }
}
