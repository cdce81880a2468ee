package io.streamflow.connectors.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What the readers of one source share in a process: the connection for questions, what is known of
 * the topics, and the fetchers. Any thread; answers are waited for, and a wait can be interrupted.
 */
final class KafkaSession implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  /** How many listings in a row must miss a topic before it is taken for deleted. */
  private static final int MISSED_LISTINGS = 2;

  private final KafkaSettings settings;
  private final Answers answers;
  private final Admin admin;
  private final Map<String, Uuid> topicIds = new ConcurrentHashMap<>();
  private final Map<String, Integer> missed = new ConcurrentHashMap<>();
  private final List<Fetcher> fetchers = new ArrayList<>();
  private volatile boolean groupChecked;

  /** How many fetchers there have been. */
  private int made;

  KafkaSession(KafkaSettings settings) throws IOException {
    this.settings = settings;
    this.answers = new Answers(settings.bootstrap(), settings.apiTimeoutMillis());
    this.admin = answers.connect(settings.admin());
  }

  /** The partitions of the topics there are now, by topic and number. */
  List<TopicPartition> partitions(Topics topics) throws IOException, InterruptedException {
    List<TopicPartition> found = new ArrayList<>();
    for (TopicDescription topic : describe(topics).values()) {
      topic.partitions().forEach(p -> found.add(new TopicPartition(topic.name(), p.partition())));
    }
    return found;
  }

  private Map<String, TopicDescription> describe(Topics topics)
      throws IOException, InterruptedException {
    return switch (topics) {
      case Topics.Named(var names) -> {
        Map<String, TopicDescription> found = describe(names);
        for (String name : names) {
          if (!found.containsKey(name)) {
            throw new IOException(
                "topic '%s' does not exist at %s".formatted(name, settings.bootstrap()));
          }
        }
        yield found;
      }
      case Topics.Matching(var pattern) -> {
        Set<String> names = answer(admin.listTopics().names(), "the list of topics");
        Map<String, TopicDescription> found =
            describe(names.stream().filter(name -> pattern.matcher(name).matches()).toList());
        missing(topicIds.keySet().stream().filter(id -> !found.containsKey(id)).toList());
        if (found.isEmpty()) {
          throw new IOException(
              "none of the %d topics that the job may see at %s matches '%s'"
                  .formatted(names.size(), settings.bootstrap(), pattern));
        }
        yield found;
      }
    };
  }

  /** Those of the topics that exist. */
  private Map<String, TopicDescription> describe(Collection<String> names)
      throws IOException, InterruptedException {
    Map<String, TopicDescription> found = new TreeMap<>();
    DescribeTopicsOptions withRights =
        new DescribeTopicsOptions().includeAuthorizedOperations(true);
    for (var topic : admin.describeTopics(names, withRights).topicNameValues().entrySet()) {
      String name = topic.getKey();
      try {
        TopicDescription description = answer(topic.getValue(), "topic '" + name + "'");
        if (lacks(description.authorizedOperations(), AclOperation.READ)) {
          throw new IOException(Rights.topic(name, settings.bootstrap(), AclOperation.READ));
        }
        found.put(name, description);
        topicIds.put(name, description.topicId());
        missed.remove(name);
      } catch (UnknownTopicOrPartitionException e) {
        missing(List.of(name));
      } catch (InvalidTopicException e) {
        throw new IOException("'" + name + "' cannot be the name of a topic", e);
      }
    }
    return found;
  }

  /**
   * Whether a right was not granted.
   *
   * @param granted null where the brokers do not tell
   */
  private static boolean lacks(@Nullable Set<AclOperation> granted, AclOperation right) {
    return granted != null && !granted.contains(right) && !granted.contains(AclOperation.ALL);
  }

  /** Refuses a group to report to that the job may not even see. */
  void checkGroup() throws IOException, InterruptedException {
    String group = settings.group();
    if (group != null && !groupChecked) {
      var _ =
          answer(
              admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
              "group '" + group + "' of reportTo");
      groupChecked = true;
    }
  }

  private void missing(List<String> names) {
    names.forEach(name -> missed.merge(name, 1, Integer::sum));
  }

  /**
   * Refuses a topic that is no longer the one it was.
   *
   * @param id the one it had when its offsets were noted
   */
  void check(String topic, Uuid id) throws IOException {
    Uuid now = topicIds.getOrDefault(topic, id);
    if (!now.equals(id)) {
      throw new IOException(
          ("topic '%s' was deleted and created again: its id was %s and is %s, so the job's offsets"
                  + " mean nothing in it. To read the new one from its start, give the source step"
                  + " another name with .named(...), and say JobOptions.allowDropped(...) for the"
                  + " one it had")
              .formatted(topic, id, now));
    }
    if (missed.getOrDefault(topic, 0) >= MISSED_LISTINGS) {
      throw new IOException("topic '" + topic + "' was deleted while it was read");
    }
  }

  /** The id of an existing topic. */
  Uuid topicId(String topic) throws IOException, InterruptedException {
    Uuid known = topicIds.get(topic);
    if (known == null) {
      describe(Topics.of(topic));
      known = topicIds.get(topic);
    }
    if (known == null) {
      throw new IllegalStateException("topic '" + topic + "' has no id");
    }
    return known;
  }

  /** The offset that {@code spec} stands for; -1 when there is no such record. */
  long offset(TopicPartition partition, OffsetSpec spec) throws IOException, InterruptedException {
    return answer(
            admin
                .listOffsets(Map.of(partition, spec), new ListOffsetsOptions(settings.isolation()))
                .partitionResult(partition),
            "offsets of " + partition)
        .offset();
  }

  /** What a group has committed. */
  OffsetAndMetadata committed(String group, TopicPartition partition)
      throws IOException, InterruptedException {
    OffsetAndMetadata committed =
        answer(
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                "offsets of group '" + group + "'")
            .get(partition);
    if (committed == null) {
      throw new IOException(
          ("group '%s' has committed no offset for %s, so there is nowhere to start: call"
                  + " fromEarliest(), fromLatest() or fromTimestamp(...)")
              .formatted(group, partition));
    }
    return committed;
  }

  private <A> A answer(KafkaFuture<A> future, String what)
      throws IOException, InterruptedException {
    return answers.await(future, what);
  }

  /** Begins to fetch a partition. */
  Feed fetch(TopicPartition partition, KafkaPosition from) {
    synchronized (fetchers) {
      for (Fetcher fetcher : fetchers) {
        if (fetcher.hasRoomFor(partition)) {
          return fetcher.add(partition, from);
        }
      }
      Fetcher fetcher = new Fetcher(this, settings, ++made);
      fetchers.add(fetcher);
      return fetcher.add(partition, from);
    }
  }

  /** Ends to fetch a partition, and waits a moment for the end of a fetcher without any. */
  void endFetch(Feed feed) throws InterruptedException {
    synchronized (fetchers) {
      if (feed.fetcher().remove(feed)) {
        fetchers.remove(feed.fetcher());
      } else {
        return;
      }
    }
    feed.fetcher().awaitEnd();
  }

  @Override
  public void close() {
    admin.close(CLOSE_TIMEOUT);
  }

  @Override
  public String toString() {
    return "Kafka at "
        + settings.bootstrap()
        + topicIds.keySet().stream().sorted().collect(Collectors.joining(", ", " [", "]"));
  }
}
