package io.streamflow.durable;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Partitions that are added, and added to, while it is read; begins at the end of those it begins
 * with, and at the first item of new ones. Test code holds the data in a static field, since a
 * source is a description.
 */
record GrowingSource(String id) implements Source<String> {

  /** What is to be read, and what was heard, under one id. */
  static final class Data {
    final Map<String, List<String>> partitions = new ConcurrentHashMap<>();
    final List<String> heard = new CopyOnWriteArrayList<>();
    volatile boolean unreachable;
    final AtomicInteger listings = new AtomicInteger();

    void add(String partition, String... items) {
      partitions
          .computeIfAbsent(partition, _ -> new CopyOnWriteArrayList<>())
          .addAll(List.of(items));
    }
  }

  private static final Map<String, Data> ALL = new ConcurrentHashMap<>();

  Data data() {
    return ALL.computeIfAbsent(id, _ -> new Data());
  }

  @Override
  public List<String> partitions() throws IOException {
    data().listings.incrementAndGet();
    if (data().unreachable) {
      throw new IOException("unreachable");
    }
    return data().partitions.keySet().stream().sorted().toList();
  }

  @Override
  public Optional<Duration> discoveryInterval() {
    return Optional.of(Duration.ofMillis(5));
  }

  @Override
  public SourceReader<String> open(String partition, Optional<Offset> from) {
    List<String> items = data().partitions.getOrDefault(partition, List.of());
    Reader reader =
        new Reader(partition, items, from.map(Offset::position).orElse((long) items.size()));
    data().heard.add("open " + partition + from.map(at -> " at " + at.position()).orElse(""));
    return reader;
  }

  @Override
  public SourceReader<String> openNew(String partition) {
    data().heard.add("open new " + partition);
    return new Reader(partition, data().partitions.getOrDefault(partition, List.of()), 0);
  }

  private final class Reader implements SourceReader<String> {
    private final String partition;
    private final List<String> items;
    private int at;

    Reader(String partition, List<String> items, long at) {
      this.partition = partition;
      this.items = items;
      this.at = (int) at;
    }

    @Override
    public Status read(SourceOutput<String> out, long maxWaitMillis) throws InterruptedException {
      if (at == items.size()) {
        Thread.sleep(Math.min(maxWaitMillis, 1));
      }
      while (at < items.size() && !out.isFull()) {
        out.emit(items.get(at++));
      }
      return Status.OPEN;
    }

    @Override
    public void checkpointed(Offset offset) {
      data().heard.add("checkpoint " + partition + " at " + offset.position());
    }

    @Override
    public Offset offset() {
      return Offset.of(at);
    }

    @Override
    public void close() {
      data().heard.add("close " + partition);
    }
  }
}
