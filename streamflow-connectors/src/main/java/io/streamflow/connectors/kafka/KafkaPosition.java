package io.streamflow.connectors.kafka;

import io.streamflow.spi.Offset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;

/**
 * A place in a partition as it stands in an {@link Offset}: text such as {@code "42 of topic id
 * 0PRTuGK3QImzdWnPyYz5Pw, leader epoch 3, end 100"}.
 *
 * @param offset of the next record; there may be none of this very number
 * @param leaderEpoch of the record before, by which the broker can tell that the log was cut since
 * @param topicId the id of the topic, which tells it from a later one of the same name
 * @param end where a bounded read ends
 */
record KafkaPosition(long offset, OptionalInt leaderEpoch, Uuid topicId, OptionalLong end) {
  private static final Pattern TEXT =
      Pattern.compile(
          "(\\d{1,19}) of topic id ([\\w-]{22})(?:, leader epoch (\\d{1,9}))?(?:, end (\\d{1,19}))?");

  Offset asOffset() {
    String epoch = leaderEpoch.isPresent() ? ", leader epoch " + leaderEpoch.getAsInt() : "";
    String until = end.isPresent() ? ", end " + end.getAsLong() : "";
    return Offset.of(offset + " of topic id " + topicId + epoch + until);
  }

  static KafkaPosition of(Offset offset) {
    Matcher text = TEXT.matcher(offset.text());
    if (!text.matches()) {
      throw new IllegalArgumentException("not a position in a Kafka partition: " + offset);
    }
    String epoch = text.group(3);
    String end = text.group(4);
    return new KafkaPosition(
        Long.parseLong(text.group(1)),
        epoch == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(epoch)),
        Uuid.fromString(text.group(2)),
        end == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(end)));
  }

  /** The same partition, further on. */
  KafkaPosition at(long next, Optional<Integer> epoch) {
    OptionalInt newest = epoch.isPresent() ? OptionalInt.of(epoch.get()) : leaderEpoch;
    return new KafkaPosition(next, newest, topicId, end);
  }

  /** Whether a bounded read is over. */
  boolean isAtEnd() {
    return end.isPresent() && offset >= end.getAsLong();
  }

  /** As the client has it. */
  OffsetAndMetadata forKafka() {
    return new OffsetAndMetadata(
        offset,
        leaderEpoch.isPresent() ? Optional.of(leaderEpoch.getAsInt()) : Optional.empty(),
        "");
  }
}
