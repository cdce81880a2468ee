package io.streamflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException.InvalidPipeline;
import io.streamflow.local.QueueSource;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.ManualClock;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import io.streamflow.window.WindowResult;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessEdgesTest {

  private interface Step extends ProcessFunction<String, Long, List<Long>, String, String> {
    @Override
    default List<Long> initial(String key) {
      return new ArrayList<>();
    }
  }

  private static List<String> run(Step step, Long... items) {
    CollectingSink<String> sink = new CollectingSink<>();
    ScriptedSource<Long> script = ScriptedSource.of(items);
    PipelineDriver.of(
            Stream.from(script)
                .withEventTimeMillis(time -> time, EventTime.ascending())
                .keyBy(item -> "k")
                .process("step", step)
                .to(sink),
            JobOptions.defaults(),
            1)
        .run();
    return sink.committed();
  }

  @Test
  void aStateThatIsFilledAfterClearIsKept() {
    Step step =
        (item, state, context) -> {
          List<Long> next = item == 10 ? context.clear() : state;
          next.add(item);
          context.emit(item + ":" + next);
          return next;
        };
    assertThat(run(step, 1L, 10L, 11L)).containsExactly("1:[1]", "10:[10]", "11:[10, 11]");
  }

  @Test
  void aTimerForATimeThatHasComeFiresAtOnce() {
    @SuppressWarnings("serial") // never serialized
    class Past implements Step {
      @Override
      public List<Long> onItem(
          Long item, List<Long> state, ProcessContext<String, List<Long>, String, String> context) {
        context.emit("item " + item);
        if (item == 100) { // the same time again: the watermark stands at 100
          context.onEventTime(Instant.ofEpochMilli(50), "past" + state.size());
          state.add(item);
        }
        return state;
      }

      @Override
      public List<Long> onTimer(
          String timer,
          List<Long> state,
          ProcessContext<String, List<Long>, String, String> context) {
        context.emit(timer);
        return state;
      }
    }
    assertThat(run(new Past(), 100L, 100L, 200L))
        .containsExactly("item 100", "past0", "item 100", "past1", "item 200");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aClockThatIsMovedByHandWakesTheTimersOfARunningJob(int parallelism) throws Exception {
    @SuppressWarnings("serial") // never serialized
    class Later implements Step {
      @Override
      public List<Long> onItem(
          Long item, List<Long> state, ProcessContext<String, List<Long>, String, String> context) {
        context.onProcessingTime(context.processingTime().plus(Duration.ofHours(1)), "later");
        context.emit("set");
        return state;
      }

      @Override
      public List<Long> onTimer(
          String timer,
          List<Long> state,
          ProcessContext<String, List<Long>, String, String> context) {
        context.emit(timer);
        return state;
      }
    }
    ManualClock clock = ManualClock.at(Instant.EPOCH);
    CountDownLatch set = new CountDownLatch(1);
    CountDownLatch fired = new CountDownLatch(2);
    QueueSource<Long> queue = Sources.queue(1);
    try (Job job =
        Stream.from(queue)
            .keyBy(item -> "k")
            .process("later", new Later())
            .to(
                Sinks.forEach(result -> {
                  set.countDown();
                  fired.countDown();
                }))
            .start(JobOptions.defaults().clock(clock).parallelism(parallelism))) {
      queue.put(1L);
      set.await();
      clock.advance(Duration.ofHours(2));
      fired.await();
      assertThat(job.status().isFinal()).isFalse();
    }
  }

  @Test
  void whatCountWindowsHaveLeftAtTheEndIsNotLateInTheNextWindow() {
    CollectingSink<WindowResult<String, Long>> sink = new CollectingSink<>();
    Stream<WindowResult<String, Long>> counted =
        Stream.from(ScriptedSource.of(1L, 2L, 1000L, 5000L))
            .withEventTimeMillis(time -> time, EventTime.ascending())
            .keyBy(time -> time < 500 ? "early" : "late")
            .window(Windows.count(10))
            .aggregate(Aggregators.count());
    PipelineDriver driver =
        PipelineDriver.of(
            counted
                .keyBy(WindowResult::key)
                .window(Windows.tumbling(Duration.ofSeconds(1)))
                .aggregate(Aggregators.sumLong(WindowResult::value))
                .to(sink),
            JobOptions.defaults(),
            3);
    driver.run();
    assertThat(sink.committed()).extracting(WindowResult::value).containsExactlyInAnyOrder(2L, 2L);
    assertThat(driver.progress().late()).isZero();
  }

  @Test
  void aWindowThatIsNamedAfterItsLateItemsWereTakenIsRefused() {
    var counts =
        Stream.from(ScriptedSource.of(1L))
            .withEventTimeMillis(time -> time, EventTime.ascending())
            .keyBy(time -> time)
            .window(Windows.tumbling(Duration.ofSeconds(1)))
            .aggregate(Aggregators.count());
    Pipeline pipeline =
        Pipeline.of(
            counts.late().to(Sinks.forEach(late -> {})),
            counts.named("counts").to(Sinks.forEach(result -> {})));
    assertThatThrownBy(pipeline::explain)
        .isInstanceOf(InvalidPipeline.class)
        .hasMessageContaining("before late()");
  }
}
