package io.streamflow.connectors.kafka;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions one of several processes reads that share the work.
 *
 * @param index its number among them, from 0
 * @param of how many these are
 */
record Share(int index, int of) implements Serializable {
  /** All there are. */
  static final Share WHOLE = new Share(0, 1);

  Share {
    if (of < 1 || index < 0 || index >= of) {
      throw new IllegalArgumentException(
          "share("
              + index
              + ", "
              + of
              + "): the first is a number from 0 to one less than the"
              + " second, which tells how many processes share the work");
    }
  }

  /** Those of them that are its own. */
  List<TopicPartition> of(List<TopicPartition> all) throws IOException {
    List<TopicPartition> own =
        all.stream().filter(partition -> partition.partition() % of == index).toList();
    if (own.isEmpty()) {
      throw new IOException(
          "share("
              + index
              + ", "
              + of
              + ") leaves nothing to read: there are "
              + all.size()
              + " partitions, "
              + all
              + ". Let fewer processes share them, or give the topic more partitions");
    }
    return own;
  }

  @Override
  public String toString() {
    return of == 1 ? "" : ", share " + (index + 1) + " of " + of;
  }
}
