package io.streamflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.function.Emitter;
import io.streamflow.job.OnError;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.plan.Node;
import io.streamflow.plan.Plan;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.Codecs;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything functional in a plan can be sent elsewhere: no function captures a plan node. */
class PortabilityTest {

  private static List<Object> functional(Node node) {
    List<Object> parts = new ArrayList<>();
    node.step().onError().ifPresent(parts::add);
    switch (node) {
      case Node.Source n -> parts.add(n.source());
      case Node.AssignEventTime n -> {
        n.timestamp().ifPresent(parts::add);
        parts.add(n.strategy());
      }
      case Node.Map n -> parts.add(n.function());
      case Node.Filter n -> parts.add(n.predicate());
      case Node.FlatMap n -> parts.add(n.function());
      case Node.KeyBy n -> {
        parts.add(n.key());
        n.keyCodec().ifPresent(parts::add);
      }
      case Node.Rolling n -> parts.add(n.aggregator());
      case Node.Windowed n -> {
        parts.add(n.aggregator());
        parts.add(n.spec().windows());
      }
      case Node.KeyedProcess n -> parts.add(n.function());
      case Node.Sink n -> parts.add(n.sink());
      case Node.LimitRate _, Node.Merge _, Node.Late _ -> {}
    }
    return parts;
  }

  @Test
  void everyFunctionalPartOfAPlanCanBeWrittenAndReadBack() throws Exception {
    Stream<Long> numbers = Stream.from(Sources.generate(10, i -> i));
    var timed =
        numbers
            .map(i -> i)
            .peek(_ -> {})
            .filter(_ -> true)
            .onError(OnError.deadLetter(Sinks.stdout()))
            .flatMap((Long i, Emitter<Long> out) -> out.emit(i))
            .flatMap(i -> List.of(i))
            .limitRate(10, 1)
            .withEventTime(
                i -> Instant.ofEpochMilli(i), EventTime.outOfOrderBy(Duration.ofSeconds(1)));
    var windowed =
        timed
            .keyBy(i -> "k" + i, Codecs.of(String.class))
            .window(Windows.sliding(Duration.ofSeconds(2), Duration.ofSeconds(1)))
            .aggregate("sum", Aggregators.count());
    List<Node> ends = new ArrayList<>();
    ends.add(windowed.node());
    ends.add(windowed.late().node());
    ends.add(
        timed
            .window(Windows.session(Duration.ofSeconds(1)))
            .aggregate(Aggregators.toList())
            .node());
    ends.add(timed.keyBy(i -> i).reduce(Long::sum).node());
    ends.add(
        timed
            .keyBy(i -> i)
            .aggregate(Aggregator.of(() -> 0L, (n, i) -> n + i, Long::sum, n -> n))
            .merge()
            .node());
    int parts = 0;
    for (PlanStep step : Plan.of(ends).steps()) {
      for (Object part : functional(step.node())) {
        assertThat(copy(part)).as(step.toString()).isNotNull();
        parts++;
      }
    }
    assertThat(parts).isGreaterThan(18);
  }

  private static Object copy(Object part) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(part);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
