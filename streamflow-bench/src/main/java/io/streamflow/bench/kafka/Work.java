package io.streamflow.bench.kafka;

import io.streamflow.connectors.kafka.KafkaRecord;
import java.time.Duration;
import java.util.List;

/** What is done between the topics. Keys and values are text. */
enum Work {
  /** Each value is changed a little. */
  MAP,

  /** Records are counted by key and second; each count is written once, when it is final. */
  COUNT;

  /** The length of a window. */
  static final Duration WINDOW = Duration.ofSeconds(1);

  private static final int MOVED = 10;

  static String changed(String value) {
    return value.substring(MOVED) + value.substring(0, MOVED);
  }

  static KafkaRecord<String, String> changed(KafkaRecord<String, String> record) {
    return new KafkaRecord<>(
        "",
        -1,
        -1,
        record.timestampMillis(),
        record.key(),
        record.value().map(Work::changed),
        List.of());
  }

  static String key(KafkaRecord<String, String> record) {
    return record.key().orElseThrow();
  }

  /** The value that tells of a count. */
  static String counted(long windowStart, long count) {
    return windowStart + ":" + count;
  }

  /** When the window has ended that a value tells of. */
  static long windowEnd(String counted) {
    return Long.parseLong(counted.substring(0, counted.indexOf(':'))) + WINDOW.toMillis();
  }
}
