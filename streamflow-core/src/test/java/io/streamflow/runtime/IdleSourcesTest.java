package io.streamflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that fall silent, and those beside them whose windows must close all the same. */
class IdleSourcesTest {
  private static final int FOR_EVER = 1_000_000;
  private static final EventTime IDLE_SOON = EventTime.ascending().idleAfter(Duration.ofSeconds(1));
  private static final EventTime NEVER_IDLE = EventTime.ascending().neverIdle();

  private final CollectingSink<Long> starts = new CollectingSink<>();

  private static Stream<Long> times(ScriptedSource<Long> source, EventTime eventTime) {
    return Stream.from(source).withEventTimeMillis(time -> time, eventTime);
  }

  private static ScriptedSource<Long> script(long... times) {
    ScriptedSource<Long> script = ScriptedSource.script();
    for (long time : times) {
      script = script.item(time);
    }
    return script;
  }

  private static ScriptedSource<Long> besideABusyOne(ScriptedSource<Long> script) {
    return script.partition("busy").item(150L).item(260L).pause(FOR_EVER);
  }

  private PipelineDriver windows(Stream<Long> times, int parallelism, long seed) {
    return PipelineDriver.of(
        times
            .keyBy(time -> "all")
            .window(Windows.tumbling(Duration.ofMillis(100)))
            .aggregate("window", Aggregators.count())
            .map(result -> result.window().startMillis())
            .to(starts),
        JobOptions.defaults().parallelism(parallelism).fusion(false),
        seed);
  }

  private boolean stepsUntil(PipelineDriver driver, List<Long> wanted) {
    for (int step = 0; step < 30_000; step++) {
      driver.step();
      if (step % 50 == 0) {
        driver.clock().advance(Duration.ofMillis(20));
      }
      if (starts.written().equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,3", "2,4"})
  void onePartitionThatFallsSilentHoldsTheOthersOnlyForTheTimeout(int parallelism, long seed) {
    ScriptedSource<Long> source = script(5).partition("silent").item(3L).pause(FOR_EVER);
    PipelineDriver driver = windows(times(besideABusyOne(source), IDLE_SOON), parallelism, seed);
    assertThat(stepsUntil(driver, List.of(0L, 100L))).as("%s", starts.written()).isTrue();
    assertThat(driver.clock().millis()).isGreaterThanOrEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void onePartitionThatMayNotBeIdleHoldsTheOthersForEver(int parallelism) {
    ScriptedSource<Long> source = script().partition("silent").item(3L).pause(FOR_EVER);
    PipelineDriver driver = windows(times(besideABusyOne(source), NEVER_IDLE), parallelism, 1);
    assertThat(stepsUntil(driver, List.of(0L))).isFalse();
    assertThat(starts.written()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,3", "2,4"})
  void onePartitionThatIsOnlySlowHoldsTheOthersAndNothingIsLate(int parallelism, long seed) {
    ScriptedSource<Long> source = script().partition("slow").delay(2_000).item(3L).pause(FOR_EVER);
    PipelineDriver driver = windows(times(besideABusyOne(source), IDLE_SOON), parallelism, seed);
    for (int step = 0; step < 1_500; step++) {
      driver.step();
      driver.clock().advance(Duration.ofMillis(4));
    }
    assertThat(starts.written()).as("after six times the idle timeout").isEmpty();
    assertThat(stepsUntil(driver, List.of(0L, 100L))).as("%s", starts.written()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aSourceThatNeverSaidAnythingHoldsOnlyForTheTimeout(int parallelism) {
    Stream<Long> silent = times(script().pause(FOR_EVER), IDLE_SOON);
    Stream<Long> busy = times(script(50, 150, 250).pause(FOR_EVER), NEVER_IDLE);
    PipelineDriver driver = windows(busy.merge(silent), parallelism, 2);
    assertThat(stepsUntil(driver, List.of(0L, 100L))).isTrue();
  }

  /** FLINK-38477: the idleness of some inputs and the end of the others together are idleness. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aStepWhoseInputsAreIdleOrEndedHoldsNobody(long seed) {
    Stream<Long> silent = times(script(10).pause(FOR_EVER), IDLE_SOON);
    Stream<Long> ending = times(script(5).pause(20_000), NEVER_IDLE);
    Stream<Long> busy = times(script(50, 150, 250).pause(FOR_EVER), NEVER_IDLE);
    PipelineDriver driver =
        windows(silent.merge(ending).map(time -> time).merge(busy), 1 + (int) seed % 2, seed);
    boolean closed = false;
    for (int tries = 0; tries < 10 && !closed; tries++) {
      closed = stepsUntil(driver, List.of(0L, 100L));
    }
    assertThat(closed).as("%s, seed %d", starts.written(), seed).isTrue();
  }

  @Test
  void aSourceThatWakesUpIsInTimeAgain() {
    Stream<Long> sleepy = times(script(10).pause(3_000).item(120L), IDLE_SOON);
    Stream<Long> busy = times(script(50, 110).pause(6_000).item(250L).item(350L), NEVER_IDLE);
    PipelineDriver driver = windows(sleepy.merge(busy), 1, 3);
    assertThat(stepsUntil(driver, List.of(0L))).isTrue();
    driver.run();
    assertThat(starts.committed()).containsExactly(0L, 100L, 200L, 300L);
    assertThat(driver.progress().late()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void sourcesOfDifferentProgressWaitForTheSlowest(int parallelism) {
    Stream<Long> slow = times(script(10).pause(30).item(20L).pause(30).item(30L), NEVER_IDLE);
    Stream<Long> fast = times(script(10, 500, 1_000, 5_000), NEVER_IDLE);
    PipelineDriver driver = windows(fast.merge(slow), parallelism, parallelism);
    driver.run();
    assertThat(driver.progress().late()).isZero();
    assertThat(starts.committed()).containsExactly(0L, 500L, 1_000L, 5_000L);
  }
}
