package io.streamflow.connectors.kafka;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceContext;
import io.streamflow.spi.SourceReader;
import java.io.IOException;
import java.io.Serial;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Reads Kafka topics. Each partition of a topic is a partition of the source, named like {@code
 * orders-3}. Items come with the timestamps of their records, which {@code
 * withEventTime(EventTime)} takes for their event time.
 *
 * <p>Where each partition has been read to is part of the job's checkpoints. Partitions are
 * assigned, so no consumer group is joined, nothing rebalances, and a slow job is not thrown out. A
 * record that cannot be decoded is rejected with topic, partition and offset, and the source step's
 * error policy decides; dead letters hold it as a {@link KafkaRecord} of bytes. Of transactions
 * only what is committed is read.
 *
 * <p>Nothing is skipped in silence: a job whose next records are gone, or whose topic was deleted
 * and created again, fails and says so. While brokers are away, a running job waits for them.
 *
 * <p>Immutable; connects when a job starts.
 *
 * @param <T> the items
 */
public final class KafkaSource<T> implements Source<T> {
  @Serial private static final long serialVersionUID = 1L;
  private static final Duration DISCOVERY = Duration.ofSeconds(30);

  private final KafkaSettings settings;
  private final Topics topics;
  private final RecordReading<T> reading;
  private final Start start;
  private final boolean bounded;
  private final Duration discovery;
  private final Share share;
  private final SharedSession shared = new SharedSession();

  private KafkaSource(
      KafkaSettings settings,
      Topics topics,
      RecordReading<T> reading,
      Start start,
      boolean bounded,
      Duration discovery,
      Share share) {
    this.settings = settings;
    this.topics = topics;
    this.reading = reading;
    this.start = start;
    this.bounded = bounded;
    this.discovery = discovery;
    this.share = share;
  }

  static <T> KafkaSource<T> of(String bootstrap, Topics topics, RecordReading<T> reading) {
    KafkaSettings settings =
        new KafkaSettings(bootstrap, Map.of(), null, false, SourceContext.NONE);
    return new KafkaSource<>(
        settings, topics, reading, new Start.Earliest(), false, DISCOVERY, Share.WHOLE);
  }

  /** Begins with the oldest record of each partition. The default. */
  public KafkaSource<T> fromEarliest() {
    return from(new Start.Earliest());
  }

  /**
   * Begins with what is written once the job has started. Like every starting point it holds for
   * partitions that no checkpoint knows: a job that ends before its first checkpoint begins at
   * another end the next time.
   */
  public KafkaSource<T> fromLatest() {
    return from(new Start.Latest());
  }

  /** Begins in each partition with the first record that has this timestamp or a later one. */
  public KafkaSource<T> fromTimestamp(Instant timestamp) {
    return from(new Start.Timestamp(timestamp.toEpochMilli()));
  }

  /**
   * Begins where a consumer group has committed, to take over from another program. A partition for
   * which it has committed nothing fails the start.
   */
  public KafkaSource<T> fromGroup(String group) {
    return from(new Start.Group(Objects.requireNonNull(group, "group")));
  }

  private KafkaSource<T> from(Start other) {
    return new KafkaSource<>(settings, topics, reading, other, bounded, discovery, share);
  }

  /**
   * Reads up to the end that each partition has when it is opened, and finishes. A durable job that
   * is started again keeps the ends it began with. Records of a transaction that is open then do
   * not count, nor what follows them.
   */
  public KafkaSource<T> bounded() {
    return new KafkaSource<>(settings, topics, reading, start, true, discovery, share);
  }

  /**
   * Commits the positions of each checkpoint to a consumer group, so that tools which watch groups
   * show how far the job has come. The job itself never reads them.
   */
  public KafkaSource<T> reportTo(String group) {
    return with(
        new KafkaSettings(
            settings.bootstrap(),
            settings.properties(),
            Objects.requireNonNull(group, "group"),
            settings.skipLost(),
            settings.context()));
  }

  /**
   * Where records that the job was to read next are gone, since the topic keeps them for too short
   * a time, goes on with the oldest there is, and logs what is missing. Without it the job fails.
   */
  public KafkaSource<T> skipLost() {
    return with(
        new KafkaSettings(
            settings.bootstrap(),
            settings.properties(),
            settings.group(),
            true,
            settings.context()));
  }

  /**
   * How often to look for new partitions, and for new topics that match, while the job runs: every
   * 30 s unless set. They are read from their first record. Also notices topics that were deleted.
   */
  public KafkaSource<T> discoverEvery(Duration interval) {
    if (interval.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("discoverEvery must be positive, but is " + interval);
    }
    return new KafkaSource<>(settings, topics, reading, start, bounded, interval, share);
  }

  /**
   * Reads only every {@code of}-th partition of each topic, beginning with number {@code index},
   * from 0, so that several processes, each with a state directory of its own, share the work. What
   * they compute per key is right as long as each key is in one partition, as it is where records
   * are partitioned by that key. Nobody takes over for a process that is away: start it again. A
   * process that is given another share goes on only with the partitions that its own checkpoints
   * know, and begins the others anew.
   *
   * @throws IllegalArgumentException when there is no such share
   */
  public KafkaSource<T> share(int index, int of) {
    return new KafkaSource<>(
        settings, topics, reading, start, bounded, discovery, new Share(index, of));
  }

  /**
   * Sets a property of the Kafka client, such as {@code security.protocol} or {@code
   * max.partition.fetch.bytes}.
   *
   * @throws IllegalArgumentException for one that the source sets itself; says what to do instead
   */
  public KafkaSource<T> property(String name, String value) {
    return with(settings.with(name, value));
  }

  private KafkaSource<T> with(KafkaSettings other) {
    return new KafkaSource<>(other, topics, reading, start, bounded, discovery, share);
  }

  @Override
  public KafkaSource<T> in(SourceContext context) {
    return with(settings.in(context));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException when Kafka does not answer within {@code default.api.timeout.ms}, a minute
   *     unless set; when a topic does not exist, or none matches; when the share leaves no
   *     partition
   */
  @Override
  public List<String> partitions() throws IOException, InterruptedException {
    KafkaSession session = shared.acquire(settings);
    try {
      return share.of(session.partitions(topics)).stream().map(TopicPartition::toString).toList();
    } finally {
      shared.release();
    }
  }

  @Override
  public SourceReader<T> open(String partition, Optional<Offset> from) throws Exception {
    return open(partition, from, start);
  }

  @Override
  public SourceReader<T> openNew(String partition) throws Exception {
    return open(partition, Optional.empty(), new Start.Earliest());
  }

  private SourceReader<T> open(String name, Optional<Offset> from, Start unknown)
      throws IOException, InterruptedException {
    int dash = name.lastIndexOf('-');
    TopicPartition partition =
        new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1)));
    KafkaSession session = shared.acquire(settings);
    try {
      KafkaPosition position =
          from.isPresent() ? KafkaPosition.of(from.get()) : starting(session, partition, unknown);
      Uuid _ = session.topicId(partition.topic()); // asks for it, if that was not done yet
      session.check(partition.topic(), position.topicId());
      session.checkGroup();
      return new KafkaSourceReader<>(
          session, new Once(shared::release), partition, position, reading);
    } catch (Throwable e) {
      shared.release();
      throw e;
    }
  }

  private KafkaPosition starting(KafkaSession session, TopicPartition partition, Start at)
      throws IOException, InterruptedException {
    long end = session.offset(partition, OffsetSpec.latest());
    OffsetAndMetadata first =
        switch (at) {
          case Start.Earliest _ ->
              new OffsetAndMetadata(session.offset(partition, OffsetSpec.earliest()));
          case Start.Latest _ -> new OffsetAndMetadata(end);
          case Start.Timestamp(long millis) -> {
            long found = session.offset(partition, OffsetSpec.forTimestamp(millis));
            yield new OffsetAndMetadata(found < 0 ? end : found);
          }
          case Start.Group(String id) -> session.committed(id, partition);
        };
    OptionalLong until = bounded ? OptionalLong.of(end) : OptionalLong.empty();
    return new KafkaPosition(
            first.offset(), OptionalInt.empty(), session.topicId(partition.topic()), until)
        .at(first.offset(), first.leaderEpoch());
  }

  @Override
  public boolean timestamped() {
    return true;
  }

  @Override
  public Optional<Duration> discoveryInterval() {
    return bounded ? Optional.empty() : Optional.of(discovery);
  }

  @Override
  public Optional<Type> itemType() {
    return reading.itemType();
  }

  @Override
  public String description() {
    return "kafka " + topics + share + (bounded ? " (bounded)" : "");
  }
}
