package io.streamflow.testing;

import io.streamflow.local.QueueSource;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.spi.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The sources and sinks of the core keep the contract. */
class LocalConnectorsConformTest {
  private static final List<String> ITEMS =
      IntStream.range(0, 30).mapToObj(i -> "item " + i).toList();

  private static Stream<DynamicTest> tests(List<ConformanceCheck> checks) {
    return checks.stream().map(check -> DynamicTest.dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> iterable() {
    return tests(SourceConformance.bounded(() -> Sources.from(ITEMS), ITEMS).checks());
  }

  @TestFactory
  Stream<DynamicTest> generatorWithPartitions() {
    return tests(
        SourceConformance.bounded(() -> Sources.generate(30, i -> "item " + i).partitions(4), ITEMS)
            .checks());
  }

  /** Under the driver a rate would go by a clock that does not move. */
  @TestFactory
  Stream<DynamicTest> generatorWithRate() {
    return tests(
        SourceConformance.bounded(
                () -> Sources.generator(3_000, Duration.ofMillis(10), i -> "item " + i), ITEMS)
            .checks());
  }

  @TestFactory
  Stream<DynamicTest> iterator() {
    return tests(
        SourceConformance.bounded(() -> Sources.once(ITEMS.iterator()), ITEMS).inOneJvm().checks());
  }

  @TestFactory
  Stream<DynamicTest> closedQueue() {
    return tests(
        SourceConformance.bounded(
                () -> {
                  QueueSource<String> queue = filled();
                  queue.close();
                  return queue;
                },
                ITEMS)
            .inOneJvm()
            .checks());
  }

  @TestFactory
  Stream<DynamicTest> openQueue() {
    return tests(
        SourceConformance.unbounded(LocalConnectorsConformTest::filled, ITEMS).inOneJvm().checks());
  }

  private static QueueSource<String> filled() throws InterruptedException {
    QueueSource<String> queue = Sources.queue(ITEMS.size());
    for (String item : ITEMS) {
      queue.put(item);
    }
    return queue;
  }

  @TestFactory
  Stream<DynamicTest> script() {
    ScriptedSource<String> script =
        ScriptedSource.<String>script()
            .partition("a")
            .item("a1", 1)
            .pause(3)
            .item("a2", 2)
            .reject("?")
            .item("a3", 3)
            .partition("b")
            .pause(1)
            .item("b1", 1)
            .item("b2", 2)
            .pause(2)
            .partition("c")
            .reject("!")
            .reject("!")
            .item("c1", 5)
            .partition("d");
    return tests(
        SourceConformance.bounded(() -> script, List.of("a1", "a2", "a3", "b1", "b2", "c1"))
            .rejecting(3)
            .checks());
  }

  @TestFactory
  Stream<DynamicTest> collectingSink() {
    return tests(
        SinkConformance.of(
                () -> {
                  CollectingSink<String> sink = new CollectingSink<>();
                  return SinkTarget.of(sink, sink::committed);
                },
                i -> "item " + i)
            .inOneJvm()
            .checks());
  }

  @TestFactory
  Stream<DynamicTest> collection() {
    return tests(
        SinkConformance.of(
                () -> {
                  List<String> list = Collections.synchronizedList(new ArrayList<>());
                  return SinkTarget.of(Sinks.into(list), () -> List.copyOf(list));
                },
                i -> "item " + i)
            .inOneJvm()
            .checks());
  }

  /** Not to be brought elsewhere, as what its action adds to. */
  private static final class Seen {
    private final List<String> items = new ArrayList<>();

    synchronized void add(String item) {
      items.add(item);
    }

    synchronized List<String> items() {
      return List.copyOf(items);
    }
  }

  @TestFactory
  Stream<DynamicTest> action() {
    return tests(
        SinkConformance.of(
                () -> {
                  Seen seen = new Seen();
                  return SinkTarget.of(Sinks.<String>forEach(seen::add), seen::items);
                },
                i -> "item " + i)
            .inOneJvm()
            .checks());
  }

  @TestFactory
  Stream<DynamicTest> composedSink() {
    return tests(
        SinkConformance.of(
                () -> {
                  CollectingSink<String> sink = new CollectingSink<>();
                  Sink<Long> composed = sink.compose(number -> "item " + number);
                  return SinkTarget.of(
                      composed,
                      () ->
                          sink.committed().stream()
                              .map(item -> Long.parseLong(item.substring(5)))
                              .toList());
                },
                i -> i)
            .inOneJvm()
            .checks());
  }
}
