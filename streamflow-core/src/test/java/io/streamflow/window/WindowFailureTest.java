package io.streamflow.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregator;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an aggregator that throws leaves of a window. */
class WindowFailureTest {
  private static final String KEY = "key";

  private static List<String> run(
      Windows windows,
      OnError onError,
      Aggregator<Long, List<Long>, List<Long>> aggregator,
      Long... times) {
    CollectingSink<WindowResult<String, List<Long>>> sink = new CollectingSink<>();
    PipelineDriver.of(
            Stream.from(ScriptedSource.of(times))
                .withEventTimeMillis(time -> time, EventTime.outOfOrderBy(Duration.ofMillis(100)))
                .keyBy(time -> KEY)
                .window(windows)
                .aggregate("window", aggregator)
                .onError(onError)
                .to(sink),
            JobOptions.defaults().parallelism(1).fusion(false),
            1)
        .run();
    return sink.committed().stream()
        .map(r -> r.window().startMillis() + ":" + r.value().stream().sorted().toList())
        .toList();
  }

  private static Aggregator<Long, List<Long>, List<Long>> failingToAdd(long what, int times) {
    AtomicInteger left = new AtomicInteger(times);
    return Aggregator.of(
        ArrayList::new,
        (list, item) -> {
          if (item == what && left.getAndDecrement() > 0) {
            throw new IllegalStateException("no");
          }
          list.add(item);
          return list;
        },
        WindowFailureTest::append,
        List::copyOf);
  }

  private static List<Long> append(List<Long> left, List<Long> right) {
    left.addAll(right);
    return left;
  }

  @Test
  void anItemThatIsTriedAgainAfterJoiningTwoSessionsCountsOnce() {
    assertThat(
            run(
                Windows.session(Duration.ofMillis(10)),
                OnError.retry(3, Duration.ofMillis(1)),
                failingToAdd(8, 2),
                0L,
                16L,
                8L))
        .containsExactly("0:[0, 8, 16]");
  }

  @Test
  void anItemThatIsSkippedDoesNotJoinSessions() {
    assertThat(
            run(
                Windows.session(Duration.ofMillis(10)),
                OnError.skip(),
                failingToAdd(8, 1),
                0L,
                16L,
                8L))
        .containsExactly("0:[0]", "16:[16]");
  }

  @Test
  void anItemThatIsSkippedIsInNoWindow() {
    assertThat(
            run(
                Windows.sliding(Duration.ofMillis(10), Duration.ofMillis(5)),
                OnError.skip(),
                failingToAdd(8, 1),
                6L,
                8L))
        .containsExactly("0:[6]", "5:[6]");
  }

  @Test
  void aWindowThatCannotBeMergedHasNoResultRatherThanHalfOfOne() {
    Aggregator<Long, List<Long>, List<Long>> failing =
        Aggregator.of(
            ArrayList::new,
            (list, item) -> {
              list.add(item);
              return list;
            },
            (left, right) -> {
              if (right.contains(13L)) {
                throw new IllegalStateException("no");
              }
              return append(left, right);
            },
            List::copyOf);
    assertThat(
            run(
                Windows.sliding(Duration.ofMillis(15), Duration.ofMillis(5)),
                OnError.skip(),
                failing,
                6L,
                13L,
                17L))
        .containsExactly("-5:[6]", "15:[17]");
  }

  @Test
  void aWindowThatCannotBeFinishedIsSkippedAlone() {
    Aggregator<Long, List<Long>, List<Long>> failing =
        Aggregator.of(
            ArrayList::new,
            (list, item) -> {
              list.add(item);
              return list;
            },
            WindowFailureTest::append,
            list -> {
              if (list.contains(13L)) {
                throw new IllegalStateException("no");
              }
              return List.copyOf(list);
            });
    for (Windows windows :
        List.of(
            Windows.tumbling(Duration.ofMillis(10)),
            Windows.session(Duration.ofMillis(4)),
            Windows.count(1))) {
      assertThat(run(windows, OnError.skip(), failing, 6L, 13L, 27L))
          .as("%s", windows)
          .hasSize(2)
          .noneMatch(line -> line.contains("13"));
    }
  }
}
