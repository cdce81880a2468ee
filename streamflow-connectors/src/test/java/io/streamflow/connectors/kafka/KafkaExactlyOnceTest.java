package io.streamflow.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.connectors.kafka.gate.Gate;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.spi.OutboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever comes between a job and its topic, readers of committed records see each result once.
 */
@Timeout(180)
@ExtendWith(TestKafka.Shared.class)
class KafkaExactlyOnceTest {
  @TempDir Path directory;
  private final TestKafka kafka;
  private String from = "";
  private String to = "";
  private int sent;

  KafkaExactlyOnceTest(TestKafka kafka) {
    this.kafka = kafka;
  }

  @BeforeEach
  void topics() throws Exception {
    from = kafka.topic(1);
    to = kafka.topic(2);
  }

  private KafkaSink<String> sink() {
    return Gate.on(
        Kafka.sink(kafka.bootstrap, to, KafkaFormat.text())
            .key(item -> item)
            .outbox(OutboxOptions.defaults().attempts(10, Duration.ofMillis(5))));
  }

  private Pipeline pipeline(KafkaSink<String> sink) {
    return Stream.from(Kafka.source(kafka.bootstrap, from, KafkaFormat.text())).to("out", sink);
  }

  private JobOptions options(String state) {
    return JobOptions.durable(directory.resolve(state))
        .exactlyOnce()
        .parallelism(1)
        .checkpointInterval(Duration.ofMillis(20));
  }

  private String transactionalId() {
    return "streamflow.out." + to;
  }

  private void send(int count) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < count; i++, sent++) {
      records.add(TestKafka.record(from, 0, sent, "r" + sent));
    }
    kafka.send(records);
  }

  private List<String> expected() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < sent; i++) {
      all.add("r" + i);
    }
    return all;
  }

  private void awaitAll(Job job) throws Exception {
    KafkaJobTest.await(job, () -> kafka.committed(to).size() >= sent);
    assertThat(kafka.committedValues(to)).containsExactlyInAnyOrderElementsOf(expected());
  }

  @Test
  void eachResultShowsOnceHoweverOftenTheJobIsCutOff() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    send(3_000);
    Pipeline pipeline =
        Stream.from(
                Kafka.source(kafka.bootstrap, from, KafkaFormat.text())
                    .bounded()
                    .property("max.poll.records", "50"))
            .limitRate(5_000, 50)
            .to("out", sink());
    boolean done = false;
    int starts = 0;
    while (!done) {
      Job job =
          pipeline.start(
              options("state")
                  .batchSize(16)
                  .checkpointInterval(Duration.ofMillis(5))
                  .parallelism(1 + random.nextInt(3)));
      starts++;
      int until = 100 + random.nextInt(700); // a start that reads less makes no way
      while (!done && job.progress().itemsRead() < until) {
        done = job.await(Duration.ofMillis(1));
      }
      if (!done) {
        job.cancel();
      }
    }
    assertThat(starts).as("seed " + seed).isGreaterThan(5);
    assertThat(kafka.committedValues(to))
        .as("seed " + seed)
        .containsExactlyInAnyOrderElementsOf(expected());
  }

  @Test
  void aJobThatIsFencedByNobodyOfItsKindGoesOn() throws Exception {
    try (Job job = pipeline(sink()).start(options("state"))) {
      send(100);
      awaitAll(job);
      for (int round = 0; round < 3; round++) {
        Gate.Hold hold = Gate.hold(to, 5);
        send(100);
        hold.reached().await(); // in the middle of a transaction
        kafka.transactional(transactionalId()).close();
        hold.open();
        awaitAll(job);
      }
      job.stop();
      job.await();
    }
  }

  @Test
  void aTransactionThatTheBrokersGaveUpIsWrittenAgain() throws Exception {
    KafkaSink<String> hasty = sink().property("transaction.timeout.ms", "1000");
    try (Job job = pipeline(hasty).start(options("state"))) {
      send(100);
      awaitAll(job);
      Gate.Hold hold = Gate.hold(to, 50);
      send(100);
      hold.reached().await();
      KafkaJobTest.await(job, () -> transaction() == TransactionState.ONGOING);
      KafkaJobTest.await(job, () -> transaction() != TransactionState.ONGOING);
      hold.open();
      awaitAll(job);
      job.stop();
      job.await();
    }
  }

  private TransactionState transaction() throws Exception {
    return kafka
        .admin
        .describeTransactions(List.of(transactionalId()))
        .description(transactionalId())
        .get()
        .state();
  }

  @Test
  void ofTwoJobsWithTheSameStateTheOldWritesNothingAfterItsSuccessor() throws Exception {
    Job first = pipeline(sink()).start(options("state"));
    send(100);
    awaitAll(first);
    first.stop();
    first.await();
    copy(directory.resolve("state"), directory.resolve("copy"));

    try (Job old = pipeline(sink()).start(options("state"))) {
      Gate.Hold hold = Gate.hold(to, 0); // it writes nothing that the copy does not know
      send(100);
      hold.reached().await();
      KafkaSink<String> free =
          Kafka.sink(kafka.bootstrap, to, KafkaFormat.text()).key(item -> item);
      try (Job successor = pipeline(free).start(options("copy"))) {
        awaitAll(successor);
        hold.open();
        assertThatThrownBy(old::await)
            .hasMessageContaining("step 'out'")
            .hasMessageContaining("another instance wrote there");
        send(100);
        awaitAll(successor);
        successor.stop();
        successor.await();
      }
    }
    assertThat(kafka.committedValues(to)).containsExactlyInAnyOrderElementsOf(expected());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  @Test
  void aTopicThatIsDeletedFailsTheJobAndItsOutputWaits() throws Exception {
    KafkaSink<String> hasty =
        sink()
            .property("max.block.ms", "1500")
            .property("delivery.timeout.ms", "1500")
            .property("request.timeout.ms", "1000")
            .outbox(OutboxOptions.defaults().attempts(2, Duration.ofMillis(5)));
    try (Job job = pipeline(hasty).start(options("state"))) {
      send(50);
      awaitAll(job);
      Gate.Hold hold = Gate.hold(to, 0);
      send(50);
      hold.reached().await();
      kafka.delete(to);
      hold.open();
      assertThatThrownBy(job::await)
          .hasMessageContaining("step 'out'")
          .hasMessageContaining("topic '" + to + "' does not exist");
    }
    kafka.create(to, 2);
    assertThatThrownBy(() -> pipeline(sink()).start(options("state")).await())
        .as("nobody knows what was there")
        .hasMessageContaining("bears no mark");
    try (Job job = pipeline(sink()).start(options("state").takeOver("out", "none"))) {
      KafkaJobTest.await(job, () -> kafka.committed(to).size() >= 50);
      job.stop();
      job.await();
    }
    assertThat(kafka.committedValues(to))
        .as("of the new topic")
        .containsExactlyInAnyOrderElementsOf(expected().subList(50, 100));
  }

  @Test
  void aTopicThatIsCreatedAgainWhileTheJobRunsIsNoticedAndNothingVanishes() throws Exception {
    int before;
    try (Job job = pipeline(sink()).start(options("state"))) {
      send(50);
      awaitAll(job);
      before = sent;
      kafka.delete(to);
      kafka.create(to, 2);
      assertThatThrownBy(
              () -> {
                while (!job.await(Duration.ofMillis(20))) {
                  send(5);
                }
              })
          .hasMessageContaining("step 'out'")
          .hasMessageContaining("bears no mark");
    }
    assertThatThrownBy(() -> pipeline(sink()).start(options("state")).await())
        .as("a start does not guess, either")
        .hasMessageContaining("bears no mark");
    try (Job job = pipeline(sink()).start(options("state").takeOver("out", "none"))) {
      KafkaJobTest.await(job, () -> kafka.committed(to).size() >= sent - before);
      job.stop();
      job.await();
    }
    assertThat(kafka.committedValues(to))
        .as("of the new topic")
        .containsExactlyInAnyOrderElementsOf(expected().subList(before, sent));
  }

  @Test
  void aTopicThatWasCreatedAgainBetweenTwoStartsIsWrittenToWhenNothingWaits() throws Exception {
    try (Job job = pipeline(sink()).start(options("state"))) {
      send(50);
      awaitAll(job);
      job.stop();
      job.await();
    }
    int before = sent;
    kafka.delete(to);
    kafka.create(to, 2);
    send(50);
    try (Job job = pipeline(sink()).start(options("state"))) {
      KafkaJobTest.await(job, () -> kafka.committed(to).size() >= sent - before);
      job.stop();
      job.await();
    }
    assertThat(kafka.committedValues(to))
        .as("of the new topic")
        .containsExactlyInAnyOrderElementsOf(expected().subList(before, sent));
  }
}
