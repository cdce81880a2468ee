package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.Job;
import io.streamflow.job.StateSnapshot;
import io.streamflow.local.Sinks;
import io.streamflow.spi.Codecs;
import io.streamflow.time.EventTime;
import io.streamflow.time.TimeToLive;
import io.streamflow.window.TimeWindow;
import io.streamflow.window.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state of every kind of step as {@link Job#state} and {@link Pipeline#state} show it, against
 * a loop over the numbers that the checkpoint has seen. Number n comes at n milliseconds, so that
 * the watermark is the last number.
 */
class ReadStateTest {
  private static final long FIRST = 1_053;
  private static final long SECOND = 1_690;

  /** Counts the items of a burst, and forgets them 60 ms after the last. */
  private static final class Bursts implements ProcessFunction<Long, Long, Long, String, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long initial(Long key) {
      return 0L;
    }

    @Override
    public Long onItem(Long item, Long seen, ProcessContext<Long, Long, String, Long> context) {
      context.onEventTime(context.timestamp().orElseThrow().plusMillis(60), "over");
      return seen + 1;
    }

    @Override
    public Long onTimer(String over, Long seen, ProcessContext<Long, Long, String, Long> context)
        throws Exception {
      return context.clear();
    }
  }

  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  /** Five keys that come in turn. */
  private static long turn(long number) {
    return number % 5;
  }

  /** Five keys that come in bursts of 40. */
  private static long burst(long number) {
    return number / 40 % 5;
  }

  private Pipeline pipeline() {
    Stream<Long> all =
        Stream.from(numbers)
            .withCodec(Codecs.of(Long.class))
            .withEventTimeMillis(n -> n, EventTime.ascending());
    Duration hundred = Duration.ofMillis(100);
    return Pipeline.of(
        end(all.keyBy(ReadStateTest::turn).aggregate("sums", Aggregators.<Long>sumLong(n -> n))),
        end(all.keyBy(ReadStateTest::turn).reduce("last", (_, last) -> last)),
        end(
            all.keyBy(ReadStateTest::turn)
                .window(Windows.tumbling(hundred))
                .aggregate("tumbling", Aggregators.count())),
        end(
            all.keyBy(ReadStateTest::turn)
                .window(Windows.tumbling(hundred))
                .allowedLateness(Duration.ofMillis(250))
                .aggregate("tolerant", Aggregators.count())),
        end(
            all.keyBy(ReadStateTest::turn)
                .window(Windows.sliding(hundred, Duration.ofMillis(20)))
                .aggregate("sliding", Aggregators.count())),
        end(
            all.keyBy(ReadStateTest::burst)
                .window(Windows.session(Duration.ofMillis(50)))
                .aggregate("sessions", Aggregators.count())),
        end(
            all.keyBy(ReadStateTest::turn)
                .window(Windows.count(7))
                .aggregate("counted", Aggregators.<Long>sumLong(n -> n))),
        end(
            all.keyBy(ReadStateTest::turn)
                .window(Windows.global())
                .aggregate("global", Aggregators.count())),
        end(all.keyBy(ReadStateTest::burst).process("bursts", new Bursts())),
        end(all.dedupe("distinct", n -> n / 2 % 60, Duration.ofMillis(40))),
        end(
            all.keyBy(n -> n / 100)
                .timeToLive(TimeToLive.inEventTime(Duration.ofMillis(150)))
                .aggregate("expiring", Aggregators.count())));
  }

  private int ends;

  private Pipeline end(Stream<?> stream) {
    return stream.to("out-" + ends++, Sinks.forEach(_ -> {}));
  }

  private interface Opens {
    StateSnapshot<Long, Long> open(String step);
  }

  /** All that a step holds, by key and perhaps window. */
  private static Map<String, Long> entries(StateSnapshot<Long, Long> snapshot) {
    Map<String, Long> all = new TreeMap<>();
    snapshot
        .entries()
        .forEach(entry ->
            assertThat(all.put(text(entry.key(), entry.window().orElse(null)), entry.value()))
                .as("seen before: %s", entry)
                .isNull());
    return all;
  }

  private static String text(long key, @org.jspecify.annotations.Nullable TimeWindow window) {
    return window == null ? "" + key : key + "@" + window.startMillis() + "-" + window.endMillis();
  }

  private interface Place {
    /** Where a number is counted; empty when that has been forgotten. */
    String of(long number);
  }

  private static Map<String, Long> counts(long count, Place place) {
    Map<String, Long> all = new TreeMap<>();
    LongStream.range(0, count)
        .mapToObj(place::of)
        .filter(at -> !at.isEmpty())
        .forEach(at -> all.merge(at, 1L, Long::sum));
    return all;
  }

  private static String slice(long number, long size) {
    long start = number / size * size;
    return number % 5 + "@" + start + "-" + (start + size);
  }

  /** The last number of a burst of 40, or of all. */
  private static long lastOfBurst(long number, long count) {
    return Math.min(number / 40 * 40 + 39, count - 1);
  }

  private static Map<String, Long> lastOf(long count, LongUnaryOperator key) {
    Map<String, Long> all = new TreeMap<>();
    LongStream.range(0, count).forEach(n -> all.put("" + key.applyAsLong(n), n));
    return all;
  }

  /** What each step holds when so many numbers have come. */
  private static Map<String, Map<String, Long>> expected(long count) {
    long watermark = count - 1;
    Map<String, Map<String, Long>> all = new TreeMap<>();
    Map<String, Long> sums = new TreeMap<>();
    Map<String, Long> counted = new TreeMap<>();
    Map<String, Long> inWindow = new TreeMap<>();
    LongStream.range(0, count)
        .forEach(n -> {
          String key = "" + turn(n);
          sums.merge(key, n, Long::sum);
          counted.merge(key, n, Long::sum);
          if (inWindow.merge(key, 1L, Long::sum) == 7) {
            counted.remove(key);
            inWindow.remove(key);
          }
        });
    all.put("sums", sums);
    all.put("counted", counted);
    all.put("last", lastOf(count, ReadStateTest::turn));
    all.put("global", counts(count, n -> "" + turn(n)));
    all.put("tumbling", counts(count, n -> n / 100 * 100 + 100 > watermark ? slice(n, 100) : ""));
    all.put("tolerant", counts(count, n -> n / 100 * 100 + 350 > watermark ? slice(n, 100) : ""));
    all.put("sliding", counts(count, n -> n / 20 * 20 + 100 > watermark ? slice(n, 20) : ""));
    all.put(
        "sessions",
        counts(
            count,
            n -> {
              long end = lastOfBurst(n, count) + 50;
              return end > watermark ? burst(n) + "@" + n / 40 * 40 + "-" + end : "";
            }));
    all.put(
        "bursts", counts(count, n -> lastOfBurst(n, count) + 60 > watermark ? "" + burst(n) : ""));
    Map<String, Long> distinct = lastOf(count, n -> n / 2 % 60);
    distinct.replaceAll((_, last) -> last / 2 * 2);
    distinct.values().removeIf(last -> last + 40 <= watermark);
    all.put("distinct", distinct);
    all.put(
        "expiring",
        counts(
            count,
            n -> Math.min(n / 100 * 100 + 99, watermark) + 150 > watermark ? "" + n / 100 : ""));
    return all;
  }

  private static void assertShows(Opens opens, long count) {
    expected(count)
        .forEach((step, values) -> {
          try (StateSnapshot<Long, Long> snapshot = opens.open(step)) {
            assertThat(entries(snapshot)).as("%s at %d", step, count).isEqualTo(values);
            if (values.keySet().stream().anyMatch(at -> at.contains("@"))) {
              assertSingleWindows(snapshot);
              if (!step.equals("sliding")) { // there the entries are slices
                snapshot
                    .entries()
                    .forEach(entry ->
                        assertThat(snapshot.get(entry.key(), entry.window().orElseThrow()))
                            .contains(entry.value()));
              }
            } else {
              assertSingleKeys(snapshot, values);
            }
          }
        });
    try (StateSnapshot<Long, Long> sliding = opens.open("sliding")) {
      for (long start = 0; start < count + 200; start += 20) {
        long from = start;
        long items =
            LongStream.range(from, Math.min(count, from + 100)).filter(n -> n % 5 == 3).count();
        assertThat(sliding.get(3L, new TimeWindow(start, start + 100)).orElse(0L))
            .as("sliding window from %d at %d", start, count)
            .isEqualTo(start + 100 > count - 1 ? items : 0);
        assertThat(sliding.get(3L, new TimeWindow(start + 1, start + 101))).isEmpty();
        assertThat(sliding.get(3L, new TimeWindow(start, start + 120))).isEmpty();
      }
    }
  }

  private static void assertSingleKeys(
      StateSnapshot<Long, Long> snapshot, Map<String, Long> values) {
    for (long key = 0; key < 60; key++) {
      assertThat(snapshot.get(key).orElse(-1L)).isEqualTo(values.getOrDefault("" + key, -1L));
    }
    assertThatThrownBy(() -> snapshot.get(0L, new TimeWindow(0, 100)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ask for the key alone");
  }

  private static void assertSingleWindows(StateSnapshot<Long, Long> snapshot) {
    assertThat(snapshot.get(0L, new TimeWindow(0, 100))).isEmpty();
    assertThat(snapshot.get(77L, new TimeWindow(1_000, 1_100))).isEmpty();
    assertThatThrownBy(() -> snapshot.get(0L))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in a window");
  }

  @Test
  void everyKindOfStepShowsItsStateAsOfTheLastCheckpoint() throws Exception {
    Pipeline pipeline = pipeline();
    Path savepoint = directory.resolve("savepoint");
    try (Job job = pipeline.start(state.options().parallelism(2))) {
      Opens running = step -> job.state(step, Long.class, Long.class);
      numbers.open(FIRST);
      StateUnderTest.awaitRead(job, FIRST);
      job.savepoint(savepoint);
      assertShows(running, FIRST);

      numbers.open(SECOND);
      StateUnderTest.awaitRead(job, SECOND);
      assertShows(running, FIRST);
      try (StateSnapshot<Long, Long> kept = running.open("sums")) {
        job.checkpoint();
        assertThat(kept.epoch()).isEqualTo(1);
        assertThat(entries(kept)).isEqualTo(expected(FIRST).get("sums"));
      }
      assertShows(running, SECOND);
      job.stop();
      job.await();
    }
    assertShows(step -> pipeline.state(state.path(), step, Long.class, Long.class), SECOND);
    assertShows(step -> pipeline.state(savepoint, step, Long.class, Long.class), FIRST);
  }

  @Test
  void aSnapshotOfNoSuchStepNamesThoseThatThereAre() throws Exception {
    numbers.open(10);
    Pipeline pipeline = pipeline();
    try (Job job = pipeline.start(state.options())) {
      StateUnderTest.awaitRead(job, 10);
      job.checkpoint();
      assertThatThrownBy(() -> job.state("sumz", Long.class, Long.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'sumz'")
          .hasMessageContaining("sums");
      for (String step : List.of("sums", "tumbling")) {
        try (StateSnapshot<Long, String> wrong = job.state(step, Long.class, String.class)) {
          assertThatThrownBy(() -> wrong.entries().toList()).isInstanceOf(ClassCastException.class);
        }
      }
    }
  }
}
