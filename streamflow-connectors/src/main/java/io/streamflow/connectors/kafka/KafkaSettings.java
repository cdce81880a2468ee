package io.streamflow.connectors.kafka;

import io.streamflow.spi.SourceContext;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * How the client is set up.
 *
 * @param bootstrap the brokers to begin with
 * @param properties the user's own
 * @param group to which positions are reported; null for none
 * @param skipLost whether to go on where records are gone
 * @param context for which step of which job
 */
record KafkaSettings(
    String bootstrap,
    Map<String, String> properties,
    @Nullable String group,
    boolean skipLost,
    SourceContext context)
    implements Serializable {
  private static final String API_TIMEOUT_MILLIS = "60000"; // the client's own default

  /** What the source sets itself, and what to do instead. */
  private static final Map<String, String> OWNED =
      Map.of(
          ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "give it to Kafka.source",
          ConsumerConfig.GROUP_ID_CONFIG,
              "call reportTo(group), or fromGroup(group) to start there",
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "call fromEarliest() or its like",
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "positions are in the job's checkpoints",
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, "give a KafkaFormat",
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, "give a KafkaFormat");

  KafkaSettings {
    if (bootstrap.isBlank()) {
      throw new IllegalArgumentException("the address of Kafka must not be blank");
    }
  }

  /** With one more property of the client. */
  KafkaSettings with(String name, String value) {
    if (OWNED.containsKey(name)) {
      throw new IllegalArgumentException("the source sets " + name + " itself: " + OWNED.get(name));
    }
    Map<String, String> all = new LinkedHashMap<>(properties);
    all.put(name, value);
    return new KafkaSettings(bootstrap, all, group, skipLost, context);
  }

  /** As the clients of a job's step. */
  KafkaSettings in(SourceContext other) {
    return new KafkaSettings(bootstrap, properties, group, skipLost, other);
  }

  /** Of the fetcher of a number. */
  Map<String, Object> consumer(int number) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
    // What is fetched ahead costs least as bytes: the client makes records of it when it is asked.
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "4194304");
    all.put(ConsumerConfig.CLIENT_ID_CONFIG, context.thread("fetcher-" + number));
    all.putAll(properties);
    all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    if (group != null) {
      all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    }
    return all;
  }

  Map<String, Object> admin() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(CommonClientConfigs.CLIENT_ID_CONFIG, context.thread("admin"));
    all.putAll(properties);
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    return all;
  }

  /** How long the client tries before it gives up. */
  String apiTimeoutMillis() {
    return properties.getOrDefault(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
  }

  /** Which end of a partition counts: in a transaction that is open nothing is visible yet. */
  IsolationLevel isolation() {
    boolean uncommitted =
        "read_uncommitted".equals(properties.get(ConsumerConfig.ISOLATION_LEVEL_CONFIG));
    return uncommitted ? IsolationLevel.READ_UNCOMMITTED : IsolationLevel.READ_COMMITTED;
  }
}
