package io.streamflow.examples;

import io.streamflow.broker.LocalBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The Kafka that an example works with: one that is there, or a broker in this JVM. One thread. */
final class ExampleKafka implements AutoCloseable {
  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How long brokers that nobody has spoken to yet may take to answer. */
  private static final Map<String, Object> SOON =
      Map.of("default.api.timeout.ms", "10000", "request.timeout.ms", "5000");

  private final String bootstrap;
  private final Optional<LocalBroker> broker;

  private ExampleKafka(String bootstrap, Optional<LocalBroker> broker) {
    this.bootstrap = bootstrap;
    this.broker = broker;
  }

  /**
   * One that is there.
   *
   * @throws UnusableKafka when it does not answer
   */
  static ExampleKafka at(String bootstrap) throws InterruptedException {
    ExampleKafka there = new ExampleKafka(bootstrap, Optional.empty());
    try (Admin admin = there.admin(SOON)) {
      admin.describeCluster().nodes().get();
      return there;
    } catch (ExecutionException | KafkaException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new UnusableKafka(
          "no Kafka at %s (%s): is it running, and is the address right? Without --bootstrap a broker"
                  .formatted(bootstrap, reason.getMessage())
              + " is started here");
    }
  }

  /** A broker in this JVM; one that was in {@code directory} before goes on. */
  static ExampleKafka start(Path directory) throws Exception {
    Files.createDirectories(directory);
    LocalBroker started =
        LocalBroker.start(
            directory,
            LocalBroker.freePort(),
            LocalBroker.freePort(),
            // After a crash it is taken back when the one before it is given up.
            Map.of("broker.session.timeout.ms", "9000"));
    return new ExampleKafka(started.bootstrap(), Optional.of(started));
  }

  /** Says what is wrong with a Kafka, and the way out. */
  static final class UnusableKafka extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableKafka(String message) {
      super(message);
    }
  }

  String bootstrap() {
    return bootstrap;
  }

  private Admin admin(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", bootstrap);
    return Admin.create(settings);
  }

  /**
   * Creates those of the topics that are missing, and returns when they can be used.
   *
   * @return those that it has created
   */
  List<String> create(List<String> topics) throws InterruptedException {
    try (Admin admin = admin(Map.of())) {
      List<String> missing = new ArrayList<>();
      for (String topic : topics) {
        if (isReady(admin, topic)) {
          continue;
        }
        missing.add(topic);
        try {
          admin
              .createTopics(List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())))
              .all()
              .get();
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw new UnusableKafka(
                "topic '%s' cannot be created at %s: %s"
                    .formatted(topic, bootstrap, reason(e).getMessage()));
          }
        }
      }
      long until = System.nanoTime() + PATIENCE.toNanos();
      for (String topic : topics) {
        while (!isReady(admin, topic)) {
          if (System.nanoTime() > until) {
            throw new UnusableKafka(
                "topic '%s' has no leaders at %s after %s".formatted(topic, bootstrap, PATIENCE));
          }
          TimeUnit.MILLISECONDS.sleep(10);
        }
      }
      return missing;
    }
  }

  /**
   * Returns when all the topics are there.
   *
   * @throws UnusableKafka when one is not
   */
  void require(List<String> topics) throws InterruptedException {
    try (Admin admin = admin(Map.of())) {
      for (String topic : topics) {
        if (!isReady(admin, topic)) {
          throw new UnusableKafka(
              "topic '%s' does not exist at %s; --create-topics makes it"
                  .formatted(topic, bootstrap));
        }
      }
    }
  }

  /** Whether the topic is there, and all its partitions have a leader. */
  private boolean isReady(Admin admin, String topic) throws InterruptedException {
    try {
      return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
          .flatMap(found -> found.partitions().stream())
          .allMatch(partition -> partition.leader() != null);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw new UnusableKafka(
          "topic '%s' at %s: %s".formatted(topic, bootstrap, reason(e).getMessage()));
    }
  }

  private static Throwable reason(ExecutionException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  /** What a reader of committed records sees in a topic. */
  CommittedRecords committed(String topic) {
    return new CommittedRecords(bootstrap, topic);
  }

  @Override
  public void close() {
    broker.ifPresent(LocalBroker::close);
  }
}
