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
}
