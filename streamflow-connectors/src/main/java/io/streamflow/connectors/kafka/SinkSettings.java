package io.streamflow.connectors.kafka;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Where a sink writes, and how its clients are set up.
 *
 * @param bootstrap the brokers to begin with
 * @param topic the topic
 * @param properties the user's own
 * @param transactionalId the user's own; null for the one made of the names of job, step and topic
 */
record SinkSettings(
    String bootstrap,
    String topic,
    Map<String, String> properties,
    @Nullable String transactionalId)
    implements Serializable {
  private static final String API_TIMEOUT_MILLIS = "60000"; // the client's own default

  /** What the sink sets itself, and what to do instead. */
  private static final Map<String, String> OWNED =
      Map.of(
          ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "give it to Kafka.sink",
          ProducerConfig.TRANSACTIONAL_ID_CONFIG, "call transactionalId(id)",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "without it records could show twice",
          ProducerConfig.ACKS_CONFIG, "all replicas must have a record before it counts",
          ProducerConfig.TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG, "its marks do that",
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "call key(function, format)",
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, "give a KafkaFormat",
          ConsumerConfig.GROUP_ID_CONFIG, "call transactionalId(id), which names the group too");

  private static final List<Set<String>> KNOWN =
      List.of(
          ProducerConfig.configNames(),
          ConsumerConfig.configNames(),
          AdminClientConfig.configNames());

  SinkSettings {
    if (bootstrap.isBlank() || topic.isBlank()) {
      throw new IllegalArgumentException(
          "address and topic must not be blank, but are '%s' and '%s'".formatted(bootstrap, topic));
    }
  }

  /** With one more property of the clients. */
  SinkSettings with(String name, String value) {
    if (OWNED.containsKey(name)) {
      throw new IllegalArgumentException("the sink sets " + name + " itself: " + OWNED.get(name));
    }
    Map<String, String> all = new LinkedHashMap<>(properties);
    all.put(name, value);
    return new SinkSettings(bootstrap, topic, all, transactionalId);
  }

  /** As the clients of a job's step, unless the user has named them. */
  SinkSettings in(String job, String step) {
    Map<String, String> all = new LinkedHashMap<>(properties);
    all.putIfAbsent(CommonClientConfigs.CLIENT_ID_CONFIG, job + "/" + step + "/kafka");
    return new SinkSettings(bootstrap, topic, all, transactionalId);
  }

  /** For records without transactions. */
  Map<String, Object> producer() {
    Map<String, Object> all = new LinkedHashMap<>();
    // No compression: lz4, snappy and zstd load native code, of which the JDK warns without a flag.
    all.put(ProducerConfig.LINGER_MS_CONFIG, "5");
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, "65536");
    all.putAll(understoodBy(ProducerConfig.configNames()));
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return all;
  }

  /** For records in transactions. */
  Map<String, Object> producer(String id) {
    Map<String, Object> all = producer();
    all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    return all;
  }

  /** For the mark: it neither joins its group nor reads. */
  Map<String, Object> marker(String id) {
    Map<String, Object> all = understoodBy(ConsumerConfig.configNames());
    all.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG); // a producer's
    all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    all.put(ConsumerConfig.GROUP_ID_CONFIG, id);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return all;
  }

  Map<String, Object> admin() {
    Map<String, Object> all = understoodBy(AdminClientConfig.configNames());
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    return all;
  }

  /** Without what is another client's; what nobody knows may be an extension's. */
  private Map<String, Object> understoodBy(Set<String> names) {
    Map<String, Object> all = new LinkedHashMap<>(properties);
    all.keySet()
        .removeIf(
            name -> !names.contains(name) && KNOWN.stream().anyMatch(set -> set.contains(name)));
    return all;
  }

  Answers answers() {
    return new Answers(
        bootstrap,
        properties.getOrDefault(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS));
  }
}
