package io.streamflow.bench.peers;

import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Part of the events for Flink: every so many-th one.
 *
 * @param part which part
 * @param next the index of the next event
 */
record EventSplit(int part, long next) implements SourceSplit {
  @Override
  public String splitId() {
    return Integer.toString(part);
  }

  /** In 12 bytes. */
  static final class Serializer implements SimpleVersionedSerializer<EventSplit> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(EventSplit split) {
      return ByteBuffer.allocate(12).putInt(split.part()).putLong(split.next()).array();
    }

    @Override
    public EventSplit deserialize(int version, byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new EventSplit(buffer.getInt(), buffer.getLong());
    }
  }
}
