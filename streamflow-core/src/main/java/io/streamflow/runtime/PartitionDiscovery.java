package io.streamflow.runtime;

import io.streamflow.spi.Source;
import io.streamflow.spi.SourceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks for new partitions of one source while its job runs, on a virtual thread of its own, and
 * deals them to the tasks in turn. Those are the tasks that had a partition from the start: others
 * have ended.
 */
final class PartitionDiscovery {
  private final SourceContext context;
  private final Source<?> source;
  private final Duration interval;
  private final Set<String> known;
  private final List<Queue<String>> tasks = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private int turn;
  private @Nullable Thread thread;

  /** For a source of the job, with the partitions that its tasks have from the start. */
  PartitionDiscovery(
      SourceContext context, Source<?> source, Duration interval, Collection<String> known) {
    this.context = context;
    this.source = source;
    this.interval = interval;
    this.known = new HashSet<>(known);
  }

  /** Adds a task, before the job starts; returns where it finds what it is to open. */
  Queue<String> join() {
    Queue<String> found = new ConcurrentLinkedQueue<>();
    tasks.add(found);
    return found;
  }

  /** Begins, unless it has begun; every task calls it. */
  synchronized void start() {
    if (thread == null && over.getCount() > 0) {
      thread = Thread.ofVirtual().name(context.thread("discovery")).start(this::run);
    }
  }

  /** Ends, unless it has ended; every task calls it. */
  synchronized void stop() {
    over.countDown();
    if (thread != null) {
      thread.interrupt(); // it may be in the middle of a listing
    }
  }

  private void run() {
    try {
      while (!over.await(TimeUnit.NANOSECONDS.convert(interval), TimeUnit.NANOSECONDS)) {
        look();
      }
    } catch (InterruptedException stopped) {
      Logs.SOURCE.debug("{}: the search for partitions ends", context);
    }
  }

  private void look() throws InterruptedException {
    List<String> listed;
    try {
      listed = source.partitions();
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception e) { // what is known is read on; who must fail of this is the reader
      Logs.SOURCE.warn(
          "{}: new partitions could not be looked for, next time in {}", context, interval, e);
      return;
    }
    for (String partition : listed) {
      if (known.add(partition)) {
        Logs.SOURCE.info("{}: partition '{}' is new", context, partition);
        tasks.get(turn).add(partition);
        turn = (turn + 1) % tasks.size();
      }
    }
  }
}
