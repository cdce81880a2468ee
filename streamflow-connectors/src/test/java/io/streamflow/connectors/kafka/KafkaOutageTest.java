package io.streamflow.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.broker.BrokerProcess;
import io.streamflow.connectors.file.FileSink;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker in a process of its own that dies, and comes back or does not. */
class KafkaOutageTest {
  @TempDir Path directory;

  @Test
  void aJobOutlivesABrokerThatIsKilledAndStopsWithoutOne() throws Exception {
    try (BrokerProcess broker = new BrokerProcess(directory.resolve("broker"))) {
      KafkaSource<String> source =
          Kafka.source(broker.bootstrap(), "t", KafkaFormat.text())
              .reportTo("watchers")
              .discoverEvery(Duration.ofMillis(100));
      KafkaSource<String> impatient =
          source.property("default.api.timeout.ms", "700").property("request.timeout.ms", "500");
      assertThatThrownBy(
              () -> Stream.from(impatient).to(Sinks.stdout()).start(JobOptions.defaults()))
          .as("no broker at the start")
          .hasMessageContaining(
              "Kafka at " + broker.bootstrap() + " has not answered within 700 ms");

      broker.start();
      Path output = directory.resolve("out");
      List<String> seen = new CopyOnWriteArrayList<>();
      List<String> expected = new ArrayList<>();
      try (TestKafka kafka = new TestKafka(broker.bootstrap(), () -> {})) {
        kafka.create("t", 2);
        Job job =
            Stream.from(source)
                .peek(seen::add)
                .to("out", FileSink.lines(output))
                .start(
                    JobOptions.durable(directory.resolve("state"))
                        .parallelism(2)
                        .checkpointInterval(Duration.ofMillis(50)));
        try (Producer<byte[], byte[]> producer = kafka.producer(java.util.Map.of())) {
          List<Future<?>> sent = new ArrayList<>();
          for (int i = 0; i < 4_000; i++) {
            if (i == 2_000) {
              // What a producer has under way when its broker dies may be in the topic twice.
              for (Future<?> one : sent) {
                one.get();
              }
              int before = seen.size();
              broker.kill();
              KafkaJobTest.await(job, () -> seen.size() >= before); // it lives
              broker.start();
            }
            expected.add("r" + i);
            sent.add(producer.send(TestKafka.record("t", i % 2, i, "r" + i)));
          }
          for (Future<?> one : sent) {
            one.get();
          }
        }
        KafkaJobTest.await(job, () -> seen.size() >= expected.size());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);

        broker.kill();
        job.checkpoint(); // needs no broker
        job.stop();
        assertThat(job.await(Duration.ofSeconds(30))).as("stops without a broker").isTrue();
        assertThat(KafkaJobTest.lines(output)).containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }
}
