package io.streamflow.bench.kafka;

import io.streamflow.broker.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The broker of all runs, in a process of its own, with its topics. One thread. */
final class Broker implements AutoCloseable {
  static final int PARTITIONS = 4;
  private static final Duration KNOWN_AFTER = Duration.ofSeconds(10);

  private final BrokerProcess process;
  private final Admin admin;

  Broker(Path directory) throws Exception {
    process = new BrokerProcess(directory, List.of("-Xmx1g"));
    process.start();
    Properties all = new Properties();
    all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
    admin = Admin.create(all);
  }

  String bootstrap() {
    return process.bootstrap();
  }

  ProcessHandle handle() {
    return process.handle();
  }

  /** Creates a topic, and waits until the broker itself knows of it. */
  void create(String topic) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
    long end = System.nanoTime() + KNOWN_AFTER.toNanos();
    while (true) {
      try {
        ends(topic, IsolationLevel.READ_COMMITTED);
        return;
      } catch (ExecutionException e) {
        if (System.nanoTime() > end
            || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
        Thread.sleep(10);
      }
    }
  }

  /** Deletes a topic, and those that were made for the application of its name. */
  void delete(String topic) throws Exception {
    List<String> all = new ArrayList<>();
    for (String name : admin.listTopics().names().get()) {
      if (name.equals(topic) || name.startsWith(topic + "-")) {
        all.add(name);
      }
    }
    admin.deleteTopics(all).all().get();
  }

  /** Up to where each partition can be read. */
  long[] ends(String topic, IsolationLevel level) throws Exception {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (TopicPartition partition : partitions(topic)) {
      asked.put(partition, OffsetSpec.latest());
    }
    long[] ends = new long[PARTITIONS];
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
        admin.listOffsets(asked, new ListOffsetsOptions(level)).all().get().entrySet()) {
      ends[end.getKey().partition()] = end.getValue().offset();
    }
    return ends;
  }

  static List<TopicPartition> partitions(String topic) {
    List<TopicPartition> all = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      all.add(new TopicPartition(topic, partition));
    }
    return all;
  }

  @Override
  public void close() {
    admin.close();
    process.close();
  }
}
