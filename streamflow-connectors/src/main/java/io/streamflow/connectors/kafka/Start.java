package io.streamflow.connectors.kafka;

import java.io.Serializable;

/** Where to begin in a partition that no checkpoint knows. */
sealed interface Start extends Serializable {

  /** At the oldest record that there is. */
  record Earliest() implements Start {}

  /** At the end: with what is written from now on. */
  record Latest() implements Start {}

  /** At the first record with this timestamp or a greater one; at the end if there is none. */
  record Timestamp(long millis) implements Start {}

  /** At the offset that a consumer group has committed. */
  record Group(String id) implements Start {}
}
