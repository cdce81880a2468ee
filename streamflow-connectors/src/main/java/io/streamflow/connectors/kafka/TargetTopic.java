package io.streamflow.connectors.kafka;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a sink has to know of its topic.
 *
 * @param name its name
 * @param id tells it from another of the name
 * @param partitions how many it has
 * @param maxRecordBytes how large a record may be, before it is compressed
 * @param limit which property says so
 */
record TargetTopic(String name, Uuid id, int partitions, int maxRecordBytes, String limit) {
  private static final String MAX_MESSAGE_BYTES = "max.message.bytes";
  private static final String MAX_TRANSACTION_MILLIS = "transaction.max.timeout.ms";

  /** What a record weighs beside its contents, alone in a batch. */
  private static final int BATCH_AND_RECORD_BYTES = 61 + 21;

  private static final int LENGTH_BYTES = 5;

  /**
   * Asks Kafka for it.
   *
   * @throws IOException when the sink could not write there; says why
   */
  static TargetTopic ask(Admin admin, SinkSettings settings, boolean inTransactions)
      throws IOException, InterruptedException {
    ProducerConfig config = config(settings);
    TopicDescription topic = describe(admin, settings);
    Optional<AclOperation> missing = missing(topic.authorizedOperations(), inTransactions);
    if (missing.isPresent()) {
      throw new IOException(Rights.topic(settings.topic(), settings.bootstrap(), missing.get()));
    }
    if (inTransactions) {
      checkTimeout(admin, settings, topic, config);
    }
    int request = config.getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    int message =
        number(
                admin,
                settings,
                new ConfigResource(ConfigResource.Type.TOPIC, settings.topic()),
                MAX_MESSAGE_BYTES)
            .orElse(Integer.MAX_VALUE);
    return new TargetTopic(
        settings.topic(),
        topic.topicId(),
        topic.partitions().size(),
        Math.min(request, message),
        request <= message
            ? ProducerConfig.MAX_REQUEST_SIZE_CONFIG + " of the sink"
            : MAX_MESSAGE_BYTES + " of the topic");
  }

  private static ProducerConfig config(SinkSettings settings) throws IOException {
    try {
      return new ProducerConfig(settings.producer());
    } catch (ConfigException e) {
      throw new IOException(
          "the properties of the sink of topic '%s': %s"
              .formatted(settings.topic(), e.getMessage()),
          e);
    }
  }

  private static TopicDescription describe(Admin admin, SinkSettings settings)
      throws IOException, InterruptedException {
    String name = settings.topic();
    try {
      return settings
          .answers()
          .await(
              Objects.requireNonNull(
                  admin
                      .describeTopics(
                          List.of(name),
                          new DescribeTopicsOptions().includeAuthorizedOperations(true))
                      .topicNameValues()
                      .get(name)),
              "topic '" + name + "'");
    } catch (UnknownTopicOrPartitionException e) {
      throw new IOException(
          "topic '%s' does not exist at %s; the sink creates none"
              .formatted(name, settings.bootstrap()),
          e);
    } catch (InvalidTopicException e) {
      throw new IOException("'" + name + "' cannot be the name of a topic", e);
    }
  }

  /**
   * The right that is lacking, if one is.
   *
   * @param granted null where the brokers do not tell
   */
  static Optional<AclOperation> missing(
      @Nullable Set<AclOperation> granted, boolean inTransactions) {
    Set<AclOperation> needed =
        inTransactions // the mark is an offset of a group that could read the topic
            ? EnumSet.of(AclOperation.WRITE, AclOperation.READ)
            : EnumSet.of(AclOperation.WRITE);
    return granted == null
        ? Optional.empty()
        : needed.stream()
            .filter(right -> !granted.contains(right) && !granted.contains(AclOperation.ALL))
            .findFirst();
  }

  private static void checkTimeout(
      Admin admin, SinkSettings settings, TopicDescription topic, ProducerConfig config)
      throws IOException, InterruptedException {
    Node leader = topic.partitions().getFirst().leader();
    if (leader == null) {
      return; // the producer will wait for one
    }
    int timeout = config.getInt(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    OptionalInt most =
        number(
            admin,
            settings,
            new ConfigResource(ConfigResource.Type.BROKER, leader.idString()),
            MAX_TRANSACTION_MILLIS);
    if (most.isPresent() && timeout > most.getAsInt()) {
      throw new IOException(
          "transaction.timeout.ms of the sink of topic '%s' is %d, and the brokers at %s take %d at"
                  .formatted(settings.topic(), timeout, settings.bootstrap(), most.getAsInt())
              + " most (their "
              + MAX_TRANSACTION_MILLIS
              + "): lower it with property(...)");
    }
  }

  /** A setting of the brokers'; empty where one may not see it. */
  private static OptionalInt number(
      Admin admin, SinkSettings settings, ConfigResource of, String name)
      throws IOException, InterruptedException {
    try {
      ConfigEntry entry =
          settings
              .answers()
              .await(
                  Objects.requireNonNull(admin.describeConfigs(List.of(of)).values().get(of)),
                  "settings of " + of.name())
              .get(name);
      return entry == null || entry.value() == null
          ? OptionalInt.empty()
          : OptionalInt.of(Integer.parseInt(entry.value()));
    } catch (IOException e) {
      if (e.getCause() instanceof ExecutionException asked
          && asked.getCause() instanceof AuthorizationException) {
        return OptionalInt.empty(); // then the brokers themselves refuse what is wrong
      }
      throw e;
    }
  }

  /** Refuses a record that the topic would not take. */
  void check(ProducerRecord<byte[], byte[]> record) {
    Integer partition = record.partition();
    if (partition != null && (partition < 0 || partition >= partitions)) {
      throw new IllegalArgumentException(
          "partition %d was asked for, and topic '%s' has %d, counted from 0"
              .formatted(partition, name, partitions));
    }
    long bytes = bytes(record);
    if (bytes > maxRecordBytes) {
      throw new IllegalArgumentException(
          "the record has %d bytes, and topic '%s' takes %d at most (%s): raise it, or leave the item out"
              .formatted(bytes, name, maxRecordBytes, limit));
    }
  }

  private static long bytes(ProducerRecord<byte[], byte[]> record) {
    long bytes = BATCH_AND_RECORD_BYTES + length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      bytes += header.key().length() * 3L + LENGTH_BYTES + length(header.value());
    }
    return bytes;
  }

  private static long length(byte @Nullable [] part) {
    return LENGTH_BYTES + (part == null ? 0L : part.length);
  }
}
