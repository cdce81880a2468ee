package io.streamflow.operate;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A source whose partitions deliver what a test puts in, when it does, and never end. */
@SuppressWarnings("serial") // never serialized
final class Tap implements Source<Long> {
  private static final Map<String, Queue<Long>> QUEUES = new ConcurrentHashMap<>();

  private final String id;
  private final List<String> partitions;

  Tap(String id, String... partitions) {
    this.id = id;
    this.partitions = List.of(partitions);
    this.partitions.forEach(partition -> QUEUES.put(key(partition), new ConcurrentLinkedQueue<>()));
  }

  private String key(String partition) {
    return id + "/" + partition;
  }

  private Queue<Long> queue(String partition) {
    return QUEUES.get(key(partition));
  }

  void put(String partition, long... items) {
    for (long item : items) {
      queue(partition).add(item);
    }
  }

  @Override
  public List<String> partitions() {
    return partitions;
  }

  @Override
  public SourceReader<Long> open(String partition, Optional<Offset> from) {
    Queue<Long> queue = queue(partition);
    return new SourceReader<>() {
      private long read;

      @Override
      public Status read(SourceOutput<Long> out, long maxWaitMillis) throws InterruptedException {
        if (queue.isEmpty() && maxWaitMillis > 0) {
          Thread.sleep(1);
        }
        while (!queue.isEmpty() && !out.isFull()) {
          out.emit(queue.remove());
          read++;
        }
        return Status.OPEN;
      }

      @Override
      public Offset offset() {
        return Offset.of(read);
      }

      @Override
      public OptionalLong lag() {
        return OptionalLong.of(queue.size());
      }

      @Override
      public void close() {}
    };
  }
}
