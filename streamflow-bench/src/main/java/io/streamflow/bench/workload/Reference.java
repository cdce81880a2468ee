package io.streamflow.bench.workload;

import java.util.Arrays;

/**
 * What must come out, computed in another way than any contender does: all keys are in arrays, and
 * windows are closed when the input cannot have more of them.
 */
final class Reference {
  private final Order order;
  private final Feed feed;
  private long count;
  private long sum;

  private Reference(Order order) {
    this.order = order;
    this.feed = order.feed();
  }

  /**
   * What the sinks must add up to.
   *
   * @param count of results
   * @param sum of digests
   */
  record Expected(long count, long sum) {}

  static Expected of(Order order) {
    Reference reference = new Reference(order);
    switch (order.workload().kind()) {
      case MAP -> reference.map();
      case SUM -> reference.sums();
      case TUMBLING -> reference.windows(1);
      case SLIDING -> reference.windows(Order.SLIDING_SECONDS);
      case SESSION -> reference.sessions();
    }
    return new Expected(reference.count, reference.sum);
  }

  private void add(long digest) {
    count++;
    sum += digest;
  }

  private void map() {
    for (long i = 0; i < order.items(); i++) {
      Event event = feed.at(i);
      long value = event.value() + event.key();
      if (value % 2 == 0) {
        add(i + 3 * value);
      }
    }
  }

  private void sums() {
    long[] sums = new long[order.keys()];
    for (long i = 0; i < order.items(); i++) {
      Event event = feed.at(i);
      int key = (int) event.key();
      sums[key] += event.value();
      add(Steps.digest(key, sums[key]));
    }
  }

  /** Counts per key of one slice of time, and which keys are in it. */
  private static final class Slice {
    final int[] counts;
    int[] touched = new int[64];
    int size;

    Slice(int keys) {
      counts = new int[keys];
    }

    void add(int key, int by) {
      if (counts[key] == 0) {
        if (size == touched.length) {
          touched = Arrays.copyOf(touched, 2 * size);
        }
        touched[size++] = key;
      }
      counts[key] += by;
    }

    void clear() {
      for (int i = 0; i < size; i++) {
        counts[touched[i]] = 0;
      }
      size = 0;
    }
  }

  private void windows(int slicesPerWindow) {
    long size = order.windowMillis();
    int disorder = order.disorderMillis();
    Slice[] ring = new Slice[slicesPerWindow + (int) (disorder / size) + 2];
    Arrays.setAll(ring, _ -> new Slice(order.keys()));
    Slice window = new Slice(order.keys());
    long next = Math.floorDiv(Feed.EPOCH - disorder, size); // the slice whose end comes next
    for (long i = 0; i < order.items(); i++) {
      // nothing from here on is older than this, less the disorder
      long now = Feed.EPOCH + (long) (i * feed.millisPerEvent());
      while ((next + 1) * size <= now - disorder) {
        close(next++, ring, window, slicesPerWindow);
      }
      Event event = feed.at(i);
      slice(ring, Math.floorDiv(event.timestamp(), size)).add((int) event.key(), 1);
    }
    long latest = Feed.EPOCH + (long) (order.items() * feed.millisPerEvent());
    while (next < Math.floorDiv(latest, size) + slicesPerWindow) {
      close(next++, ring, window, slicesPerWindow);
    }
  }

  private static Slice slice(Slice[] ring, long number) {
    return ring[Math.floorMod(number, ring.length)];
  }

  /** Ends the window whose last slice that is. */
  private void close(long last, Slice[] ring, Slice window, int slicesPerWindow) {
    for (long number = last - slicesPerWindow + 1; number <= last; number++) {
      Slice slice = slice(ring, number);
      for (int i = 0; i < slice.size; i++) {
        window.add(slice.touched[i], slice.counts[slice.touched[i]]);
      }
    }
    for (int i = 0; i < window.size; i++) {
      int key = window.touched[i];
      add(Steps.digest(key, (last + 1) * order.windowMillis(), window.counts[key]));
    }
    window.clear();
    slice(ring, last - slicesPerWindow + 1).clear();
  }

  private void sessions() {
    long[] starts = new long[order.keys()];
    long[] ends = new long[order.keys()];
    long[] counts = new long[order.keys()];
    for (long i = 0; i < order.items(); i++) {
      Event event = feed.at(i);
      int key = (int) event.key();
      if (counts[key] > 0 && event.timestamp() - ends[key] >= Order.GAP_MILLIS) {
        add(Steps.digest(key, starts[key], counts[key]));
        counts[key] = 0;
      }
      if (counts[key]++ == 0) {
        starts[key] = event.timestamp();
      }
      ends[key] = event.timestamp();
    }
    for (int key = 0; key < counts.length; key++) {
      if (counts[key] > 0) {
        add(Steps.digest(key, starts[key], counts[key]));
      }
    }
  }
}
