package io.streamflow.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.connectors.kafka.gate.Gate;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.spi.OutboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What others do to a sink's topic and to its mark while output waits, or the job is down. */
@Timeout(120)
@ExtendWith(TestKafka.Shared.class)
class KafkaSinkTroubleTest {
  @TempDir Path directory;
  private final TestKafka kafka;
  private String from = "";
  private String to = "";

  KafkaSinkTroubleTest(TestKafka kafka) {
    this.kafka = kafka;
  }

  @BeforeEach
  void topics() throws Exception {
    from = kafka.topic(1);
    to = kafka.topic(1);
  }

  private Pipeline pipeline() {
    return Stream.from(Kafka.source(kafka.bootstrap, from, KafkaFormat.text()))
        .to(
            "out",
            Gate.on(
                Kafka.sink(kafka.bootstrap, to, KafkaFormat.text())
                    .key(item -> item.substring(0, 1))
                    .outbox(OutboxOptions.defaults().attempts(3, Duration.ofMillis(5)))));
  }

  private JobOptions options() {
    return JobOptions.durable(directory.resolve("state"))
        .exactlyOnce()
        .parallelism(1)
        .checkpointInterval(Duration.ofMillis(20));
  }

  private String group() {
    return "streamflow.out." + to;
  }

  private void runUntil(String... values) throws Exception {
    try (Job job = pipeline().start(options())) {
      KafkaJobTest.await(job, () -> kafka.committedValues(to).equals(List.of(values)));
      job.stop();
      job.await();
    }
  }

  @Test
  void aMarkThatHasExpiredWhileNothingWaitedIsMadeAnew() throws Exception {
    kafka.send(from, 0, "a");
    runUntil("a");
    kafka.admin.deleteConsumerGroupOffsets(group(), Set.of(new TopicPartition(to, 0))).all().get();
    kafka.send(from, 0, "b");
    runUntil("a", "b");
    kafka.send(from, 0, "c");
    runUntil("a", "b", "c");
  }

  @Test
  void anOffsetOfAnotherProgramIsNoMark() throws Exception {
    kafka
        .admin
        .alterConsumerGroupOffsets(
            group(), Map.of(new TopicPartition(to, 0), new OffsetAndMetadata(7)))
        .all()
        .get();
    kafka.send(from, 0, "a");
    assertThatThrownBy(() -> pipeline().start(options()).await())
        .hasMessageContaining("step 'out'")
        .hasMessageContaining("group '" + group() + "' has the offset 7")
        .hasMessageContaining("transactionalId(...)");
    assertThat(kafka.committed(to)).isEmpty();
  }

  @Test
  void aRecordThatTheTopicTakesNoLongerIsNamedAndWaits() throws Exception {
    String large = "x".repeat(5_000);
    try (Job job = pipeline().start(options())) {
      Gate.Hold hold = Gate.hold(to, 0);
      kafka.send(from, 0, large);
      hold.reached().await();
      limit(2_000);
      while (takes(large)) {
        Thread.sleep(5);
      }
      hold.open();
      assertThatThrownBy(job::await)
          .hasMessageContaining("step 'out'")
          .hasMessageContaining("topic '" + to + "'")
          .hasMessageContaining("RecordTooLargeException")
          .hasMessageContaining("the record with key 'x' and a value of 5000 bytes");
    }
    limit(1_000_000);
    while (!takes("p" + large)) {
      Thread.sleep(5);
    }
    try (Job job = pipeline().start(options())) {
      KafkaJobTest.await(
          job,
          () ->
              kafka.committed(to).stream()
                      .filter(record -> record.key() != null)
                      .map(record -> new String(record.value(), UTF_8))
                      .filter(large::equals)
                      .count()
                  == 1);
      job.stop();
      job.await();
    }
  }

  private void limit(int bytes) throws Exception {
    kafka
        .admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, to),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("max.message.bytes", "" + bytes),
                        AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  /** Whether the topic takes a record, which has no key. */
  private boolean takes(String value) throws Exception {
    try {
      kafka.send(to, 0, value);
      return true;
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(RecordTooLargeException.class);
      return false;
    }
  }
}
