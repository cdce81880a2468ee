package io.streamflow.connectors.kafka;

import io.streamflow.spi.Sink;
import io.streamflow.spi.Source;
import io.streamflow.testing.ConformanceCheck;
import io.streamflow.testing.Fresh;
import io.streamflow.testing.SinkConformance;
import io.streamflow.testing.SinkTarget;
import io.streamflow.testing.SourceConformance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kafka topics as sources and as targets keep the contract, with a real broker. */
@Timeout(300)
@ExtendWith(TestKafka.Shared.class)
class KafkaConformTest {
  private static final int PARTITIONS = 3;
  private static final List<String> ITEMS =
      IntStream.range(0, 30).mapToObj(i -> "item " + i).toList();

  private final TestKafka kafka;

  KafkaConformTest(TestKafka kafka) {
    this.kafka = kafka;
  }

  private static Stream<DynamicTest> tests(List<ConformanceCheck> checks) {
    return checks.stream().map(check -> DynamicTest.dynamicTest(check.name(), check::run));
  }

  /** A topic with all items, spread over its partitions. */
  private String filled() throws Exception {
    String topic = kafka.topic(PARTITIONS);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < ITEMS.size(); i++) {
      records.add(TestKafka.record(topic, i % PARTITIONS, i, ITEMS.get(i)));
    }
    kafka.send(records);
    return topic;
  }

  @TestFactory
  Stream<DynamicTest> boundedTopic() throws Exception {
    String topic = filled();
    Fresh<Source<String>> fresh =
        () -> Kafka.source(kafka.bootstrap, topic, KafkaFormat.text()).bounded();
    return tests(SourceConformance.bounded(fresh, ITEMS).seeds(3).checks());
  }

  @TestFactory
  Stream<DynamicTest> topic() throws Exception {
    String topic = filled();
    Fresh<Source<String>> fresh = () -> Kafka.source(kafka.bootstrap, topic, KafkaFormat.text());
    return tests(SourceConformance.unbounded(fresh, ITEMS).seeds(3).checks());
  }

  private SinkConformance<String> sink(Function<KafkaSink<String>, Sink<String>> made) {
    return SinkConformance.of(
            () -> {
              String topic = kafka.topic(1);
              return SinkTarget.of(
                  made.apply(Kafka.sink(kafka.bootstrap, topic, KafkaFormat.text())),
                  () -> kafka.committedValues(topic));
            },
            i -> "item " + i)
        .refusing("x".repeat(2 << 20))
        .seeds(2);
  }

  @TestFactory
  Stream<DynamicTest> exactlyOnce() {
    return tests(sink(sink -> sink).checks());
  }

  @TestFactory
  Stream<DynamicTest> atLeastOnce() {
    return tests(sink(KafkaSink::atLeastOnce).checks());
  }
}
