package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.Job;
import io.streamflow.job.StateSnapshot;
import io.streamflow.local.Sinks;
import io.streamflow.testing.CollectingSink;
import io.streamflow.time.EventTime;
import io.streamflow.time.TimeToLive;
import io.streamflow.window.TimeWindow;
import io.streamflow.window.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of 2,000 characters, far more than the file takes, that only the last one tells apart. */
class LongKeysTest {
  private static final int KEYS = 3;

  /** Counts the items of a key, and tells of it when the key has been silent for 50 ms. */
  private static final class Silence
      implements ProcessFunction<String, Long, Long, String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long initial(String key) {
      return 0L;
    }

    @Override
    public Long onItem(Long item, Long seen, ProcessContext<String, Long, String, String> context) {
      context.onEventTime(context.timestamp().orElseThrow().plusMillis(50), context.key());
      return seen + 1;
    }

    @Override
    public Long onTimer(
        String timer, Long seen, ProcessContext<String, Long, String, String> context) {
      assertThat(timer).isEqualTo(context.key());
      context.emit(timer.charAt(timer.length() - 1) + "=" + seen);
      return seen;
    }
  }

  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers();
  private final CollectingSink<String> silent = new CollectingSink<>();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  private static String key(long number) {
    return "k".repeat(1_999) + number % KEYS;
  }

  private Pipeline pipeline() {
    Stream<Long> all = Stream.from(numbers).withEventTimeMillis(n -> n, EventTime.ascending());
    return Pipeline.of(
        all.keyBy(LongKeysTest::key)
            .aggregate("sums", Aggregators.<Long>sumLong(n -> n))
            .to("sums-out", Sinks.forEach(_ -> {})),
        all.keyBy(LongKeysTest::key)
            .timeToLive(TimeToLive.inEventTime(Duration.ofHours(1)))
            .aggregate("living", Aggregators.<Long>sumLong(n -> n))
            .to("living-out", Sinks.forEach(_ -> {})),
        all.keyBy(LongKeysTest::key)
            .window(Windows.tumbling(Duration.ofHours(1)))
            .aggregate("tumbling", Aggregators.<Long>sumLong(n -> n))
            .to("tumbling-out", Sinks.forEach(_ -> {})),
        all.keyBy(LongKeysTest::key)
            .window(Windows.session(Duration.ofHours(1)))
            .aggregate("sessions", Aggregators.<Long>sumLong(n -> n))
            .to("sessions-out", Sinks.forEach(_ -> {})),
        all.keyBy(LongKeysTest::key).process("silence", new Silence()).to("silent", silent));
  }

  private interface Opens {
    StateSnapshot<String, Long> open(String step);
  }

  private static void assertShows(Opens opens, long count) {
    for (String step : List.of("sums", "living", "tumbling", "sessions", "silence")) {
      try (StateSnapshot<String, Long> snapshot = opens.open(step)) {
        assertThat(snapshot.entries().map(StateSnapshot.Entry::key).sorted())
            .containsExactly(key(0), key(1), key(2));
        for (int k = 0; k < KEYS; k++) {
          long[] items = of(count, k);
          long last = items[items.length - 1];
          long sum = LongStream.of(items).sum();
          switch (step) {
            case "tumbling" ->
                assertThat(snapshot.get(key(k), new TimeWindow(0, 3_600_000))).contains(sum);
            case "sessions" ->
                assertThat(snapshot.get(key(k), new TimeWindow(k, last + 3_600_000))).contains(sum);
            case "silence" -> assertThat(snapshot.get(key(k))).contains((long) items.length);
            default -> assertThat(snapshot.get(key(k))).as(step).contains(sum);
          }
        }
      }
    }
  }

  private static long[] of(long count, int key) {
    return LongStream.range(0, count).filter(n -> n % KEYS == key).toArray();
  }

  @Test
  void theyAreReadByKeyAndSurviveAnotherParallelism() throws Exception {
    Path savepoint = directory.resolve("savepoint");
    numbers.open(100);
    try (Job job = pipeline().start(state.options().parallelism(2))) {
      StateUnderTest.awaitRead(job, 100);
      job.savepoint(savepoint);
      assertShows(step -> job.state(step, String.class, Long.class), 100);
      job.rescale(3);
      numbers.open(200);
      StateUnderTest.awaitRead(job, 200);
      job.stop();
      job.await();
    }
    assertShows(step -> pipeline().state(state.path(), step, String.class, Long.class), 200);
    assertShows(step -> pipeline().state(savepoint, step, String.class, Long.class), 100);

    numbers.open(300).shut();
    pipeline().run(state.options().stateMemory(1));
    assertThat(silent.committed()).containsExactlyInAnyOrder("0=100", "1=100", "2=100");
  }
}
