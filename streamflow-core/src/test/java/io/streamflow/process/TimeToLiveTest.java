package io.streamflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.KeyedStream;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.aggregate.KeyedValue;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import io.streamflow.time.TimeToLive;
import io.streamflow.window.WindowResult;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeToLiveTest {
  private static final long LIFE = 100;
  private static final long DISORDER = 40;
  private static final TimeToLive TIME_TO_LIVE = TimeToLive.inEventTime(Duration.ofMillis(LIFE));

  record Item(int key, long time) {}

  private static KeyedStream<Integer, Item> keyed(List<Item> items) {
    return Stream.from(Sources.from(items))
        .withEventTimeMillis(Item::time, EventTime.outOfOrderBy(Duration.ofMillis(DISORDER)))
        .keyBy(Item::key)
        .timeToLive(TIME_TO_LIVE);
  }

  private static List<Item> items(long seed) {
    Random random = new Random(seed);
    List<Item> items = new ArrayList<>();
    long time = 0;
    for (int i = 0; i < 300; i++) {
      time += random.nextInt(100) == 0 ? 500 : random.nextInt(20);
      items.add(new Item(random.nextInt(8), time - random.nextInt(60)));
    }
    return items;
  }

  /** Counts per key as a plain loop, which forgets a key when an item shows that it is too old. */
  private static List<String> model(List<Item> items) {
    Map<Integer, Long> counts = new HashMap<>();
    Map<Integer, Long> touched = new HashMap<>();
    List<String> results = new ArrayList<>();
    long watermark = Long.MIN_VALUE;
    for (Item item : items) {
      long now = Math.max(item.time(), watermark);
      Long last = touched.get(item.key());
      if (last != null && last + LIFE <= now) {
        counts.remove(item.key());
        touched.remove(item.key());
      }
      touched.merge(item.key(), now, Math::max);
      results.add(new KeyedValue<>(item.key(), counts.merge(item.key(), 1L, Long::sum)).toString());
      watermark = Math.max(watermark, item.time() - DISORDER);
    }
    return results.stream().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aKeyThatDoesNotChangeIsForgottenInEventTime(int parallelism) {
    for (long seed = 0; seed < 50; seed++) {
      List<Item> items = items(seed);
      CollectingSink<KeyedValue<Integer, Long>> out = new CollectingSink<>();
      PipelineDriver.of(
              keyed(items).aggregate("counts", Aggregators.count()).to(out),
              JobOptions.defaults().parallelism(parallelism),
              seed)
          .run();
      assertThat(out.committed().stream().map(Object::toString).sorted().toList())
          .as("seed " + seed)
          .isEqualTo(model(items));
    }
  }

  @Test
  void countWindowsBeginAnew() {
    List<Item> items =
        List.of(
            new Item(1, 0), new Item(1, 10), new Item(1, 200), new Item(1, 210), new Item(1, 220));
    CollectingSink<WindowResult<Integer, Long>> out = new CollectingSink<>();
    PipelineDriver.of(
            keyed(items).window(Windows.count(3)).aggregate("counts", Aggregators.count()).to(out),
            JobOptions.defaults(),
            1)
        .run();
    assertThat(out.committed()).extracting(WindowResult::value).containsExactly(3L);
  }

  /** Emits the state that its timers find. */
  static final class Finding implements ProcessFunction<Integer, Item, Long, String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long initial(Integer key) {
      return 0L;
    }

    @Override
    public Long onItem(
        Item item, Long state, ProcessContext<Integer, Long, String, String> context) {
      context.onEventTime(Instant.ofEpochMilli(item.time() + LIFE - 1), "before");
      context.onEventTime(Instant.ofEpochMilli(item.time() + LIFE), "after");
      return state + 1;
    }

    @Override
    public Long onTimer(
        String timer, Long state, ProcessContext<Integer, Long, String, String> context)
        throws Exception {
      context.emit(timer + " " + state);
      return context.clear();
    }
  }

  @Test
  void aTimerSeesTheStateAsItWasAtItsTimeHoweverFarTheWatermarkJumps() {
    CollectingSink<String> out = new CollectingSink<>();
    PipelineDriver.of(
            Stream.from(Sources.of(new Item(1, 0), new Item(2, 10_000)))
                .withEventTimeMillis(Item::time, EventTime.ascending())
                .keyBy(Item::key)
                .timeToLive(TIME_TO_LIVE)
                .process("finding", new Finding())
                .to(out),
            JobOptions.defaults(),
            1)
        .run();
    assertThat(out.committed()).startsWith("before 1");
  }

  @Test
  void inProcessingTimeTheJobsClockCounts() {
    ScriptedSource<Integer> script = ScriptedSource.<Integer>script().item(1).item(1);
    for (int pause = 0; pause < 20; pause++) {
      script = script.pause(100);
    }
    CollectingSink<KeyedValue<Integer, Long>> out = new CollectingSink<>();
    PipelineDriver.of(
            Stream.from(script.item(1))
                .keyBy(number -> number)
                .timeToLive(TimeToLive.inProcessingTime(Duration.ofMillis(50)))
                .aggregate("counts", Aggregators.count())
                .to(out),
            JobOptions.defaults().parallelism(1),
            1)
        .run();
    assertThat(out.committed()).extracting(KeyedValue::value).containsExactly(1L, 2L, 1L);
  }

  @Test
  void itIsRefusedWhereItMeansNothing() {
    assertThatThrownBy(() ->
            keyed(List.of())
                .window(Windows.tumbling(Duration.ofMinutes(1)))
                .aggregate("w", Aggregators.count())
                .to(new CollectingSink<>())
                .explain())
        .isInstanceOf(StreamFlowException.InvalidPipeline.class)
        .hasMessageContaining("'w'")
        .hasMessageContaining("timeToLive");
    assertThatThrownBy(() ->
            Stream.from(Sources.of(1))
                .keyBy(number -> number)
                .timeToLive(TIME_TO_LIVE)
                .aggregate("r", Aggregators.count())
                .to(new CollectingSink<>())
                .explain())
        .hasMessageContaining("withEventTime");
    assertThatThrownBy(() -> TimeToLive.inEventTime(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }
}
