package io.streamflow.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.broker.BrokerProcess;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sinks whose broker is killed (SIGKILL) while they write, and started again. */
@Timeout(240)
class KafkaSinkOutageTest {
  private static final int ITEMS = 6_000;

  @TempDir Path directory;

  @Test
  void outputOutlivesABrokerThatIsKilled() throws Exception {
    List<String> items = IntStream.range(0, ITEMS).mapToObj(i -> "r" + i).toList();
    try (BrokerProcess broker = new BrokerProcess(directory.resolve("broker"))) {
      KafkaSink<String> once = Kafka.sink(broker.bootstrap(), "once", KafkaFormat.text());
      KafkaSink<String> impatient =
          once.property("default.api.timeout.ms", "700").property("request.timeout.ms", "500");
      JobOptions options =
          JobOptions.durable(directory.resolve("once")).checkpointInterval(Duration.ofMillis(50));
      assertThatThrownBy(() -> Stream.from(Sources.from(items)).to("out", impatient).run(options))
          .as("no broker at the start")
          .hasMessageContaining(
              "Kafka at " + broker.bootstrap() + " has not answered within 700 ms");

      broker.start();
      try (TestKafka kafka = new TestKafka(broker.bootstrap(), () -> {})) {
        kafka.create("once", 2);
        kafka.create("direct", 2);
        Job exact =
            Stream.from(Sources.from(items)).limitRate(2_000, 20).to("out", once).start(options);
        Job direct =
            Stream.from(Sources.from(items))
                .limitRate(2_000, 20)
                .to(
                    "out",
                    Kafka.sink(broker.bootstrap(), "direct", KafkaFormat.text()).atLeastOnce())
                .start(
                    JobOptions.durable(directory.resolve("direct"))
                        .checkpointInterval(Duration.ofMillis(50)));
        for (int kills = 1; kills <= 2; kills++) {
          int until = kills * ITEMS / 4;
          KafkaJobTest.await(exact, () -> exact.progress().itemsRead() >= until);
          broker.kill();
          broker.start();
        }
        exact.await();
        direct.await();
        assertThat(kafka.committedValues("once")).containsExactlyInAnyOrderElementsOf(items);
        assertThat(kafka.committedValues("direct")).containsAll(items);
      }
    }
  }

  @Test
  void aBrokerThatStaysAwayFailsTheJobWithoutTransactions() throws Exception {
    List<String> items = IntStream.range(0, 100_000).mapToObj(i -> "r" + i).toList();
    try (BrokerProcess broker = new BrokerProcess(directory.resolve("broker"))) {
      broker.start();
      try (TestKafka kafka = new TestKafka(broker.bootstrap(), () -> {})) {
        kafka.create("direct", 1);
        Job job =
            Stream.from(Sources.from(items))
                .limitRate(500, 20)
                .to(
                    "out",
                    Kafka.sink(broker.bootstrap(), "direct", KafkaFormat.text())
                        .property("delivery.timeout.ms", "1500")
                        .property("request.timeout.ms", "1000")
                        .property("max.block.ms", "1500")
                        .atLeastOnce())
                .start(
                    JobOptions.durable(directory.resolve("state"))
                        .checkpointInterval(Duration.ofMillis(50)));
        KafkaJobTest.await(job, () -> kafka.committedValues("direct").size() >= 100);
        broker.kill();
        assertThatThrownBy(job::await)
            .hasMessageContaining("step 'out'")
            .hasMessageContaining(
                "topic 'direct' at " + broker.bootstrap() + " could not be written to");
      }
    }
  }
}
