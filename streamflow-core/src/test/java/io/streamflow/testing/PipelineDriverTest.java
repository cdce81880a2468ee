package io.streamflow.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.job.StreamFlowException;
import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PipelineDriverTest {
  private static final JobOptions TWO = JobOptions.defaults().parallelism(2).fusion(false);

  private static ScriptedSource<String> twoPartitions() {
    ScriptedSource<String> script = ScriptedSource.script();
    for (String partition : List.of("a", "b")) {
      script = script.partition(partition);
      for (int i = 0; i < 20; i++) {
        script = script.item(partition + i);
      }
    }
    return script;
  }

  private static List<String> run(long seed) {
    return run(seed, 0);
  }

  private static List<String> run(long seed, long nanosPerItem) {
    CollectingSink<String> sink = new CollectingSink<>();
    PipelineDriver.of(
            Stream.from(twoPartitions())
                .peek(_ -> takeTime(nanosPerItem))
                .keyBy(item -> item.substring(1))
                .reduce((left, right) -> left + right)
                .to(sink),
            TWO,
            seed)
        .run();
    return sink.committed();
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(run(seed)).as("seed %d", seed).hasSize(40).isEqualTo(run(seed));
    }
  }

  private static void takeTime(long nanos) {
    for (long start = System.nanoTime(); System.nanoTime() - start < nanos; ) {
      Thread.onSpinWait();
    }
  }

  /** Batches used to be sent when they were 5 ms old in real time. */
  @Test
  void aSlowMachineGivesTheSameRun() {
    for (long seed = 0; seed < 5; seed++) {
      assertThat(run(seed, 1_500_000)).as("seed %d", seed).isEqualTo(run(seed));
    }
  }

  @Test
  void otherSeedsInterleaveOtherwise() {
    Set<List<String>> runs = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      runs.add(run(seed));
    }
    assertThat(runs.size()).isGreaterThan(10);
  }

  @Test
  void aFailureNamesTheStepAndClosesEverything() {
    CollectingSink<Object> sink = new CollectingSink<>();
    PipelineDriver driver =
        PipelineDriver.of(
            Stream.from(ScriptedSource.of(1, 0)).map(i -> 10 / i).named("divide").to(sink), TWO, 3);
    assertThatThrownBy(driver::run)
        .isInstanceOf(StreamFlowException.JobFailed.class)
        .hasMessageContaining("divide")
        .hasRootCauseInstanceOf(ArithmeticException.class);
    assertThat(sink.committed()).isEmpty();
    assertThat(sink.openWriters()).isZero();
  }

  /** Never gives anything, and never ends. */
  private record SilentSource() implements Source<String> {
    @Override
    public List<String> partitions() {
      return List.of("0");
    }

    @Override
    public SourceReader<String> open(String partition, Optional<Offset> from) {
      return new SourceReader<>() {
        @Override
        public Status read(SourceOutput<String> out, long maxWaitMillis) {
          return Status.OPEN;
        }

        @Override
        public Offset offset() {
          return Offset.of(0);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public String description() {
      return "silence";
    }
  }

  private static Pipeline silent(CollectingSink<Integer> sink) {
    return Stream.from(new SilentSource()).map(String::length).to(sink);
  }

  @Test
  void aStuckPipelineIsReportedWithTheSeed() {
    CollectingSink<Integer> sink = new CollectingSink<>();
    assertThatThrownBy(() -> PipelineDriver.of(silent(sink), TWO, 4711).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("4711");
    assertThat(sink.openWriters()).isZero();
  }

  @Test
  void stopEndsAPipelineThatWouldNotEnd() {
    PipelineDriver driver = PipelineDriver.of(silent(new CollectingSink<>()), TWO, 1);
    assertThat(driver.step()).isTrue();
    driver.stop();
    driver.run();
    assertThat(driver.step()).isFalse();
  }

  /** A driver that counts hours of work as hours of silence would call this stuck. */
  @Test
  void workThatTakesHoursOfTheClockIsNotStuck() {
    ScriptedSource<Integer> script = ScriptedSource.script();
    for (int i = 0; i < 10; i++) {
      script = script.item(i);
    }
    script = script.pause(100);
    CollectingSink<Integer> sink = new CollectingSink<>();
    PipelineDriver driver =
        PipelineDriver.of(Stream.from(script).limitRate(1 / 3600.0, 1).to(sink), TWO, 5);
    driver.run();
    assertThat(sink.committed()).hasSize(10);
    assertThat(driver.clock().millis()).isGreaterThan(Duration.ofHours(8).toMillis());
  }

  @Test
  void theClockMovesByTheWaitsBetweenRetries() {
    int[] calls = new int[1];
    CollectingSink<Integer> sink = new CollectingSink<>();
    PipelineDriver driver =
        PipelineDriver.of(
            Stream.from(ScriptedSource.of(7))
                .map(i -> {
                  if (calls[0]++ < 3) {
                    throw new IllegalStateException("not yet");
                  }
                  return i;
                })
                .onError(OnError.retry(3, Duration.ofSeconds(1)))
                .to(sink),
            TWO,
            6);
    driver.run();
    assertThat(sink.committed()).containsExactly(7);
    assertThat(Instant.ofEpochMilli(driver.clock().millis()))
        .as("1 s + 2 s + 4 s")
        .isAfterOrEqualTo(Instant.ofEpochSecond(7));
  }
}
