package io.streamflow.bench;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How long a new JVM takes to the first result of a window: {@code java -cp benchmarks.jar
 * io.streamflow.bench.FirstResult}. Run it several times and take the median.
 */
public final class FirstResult {
  private static final int ITEMS = 100_000;

  private FirstResult() {}

  /** Prints the milliseconds since the JVM's start: at main, and at the first result. */
  public static void main(String[] args) throws InterruptedException {
    long startedAt = ManagementFactory.getRuntimeMXBean().getStartTime();
    long inMain = System.currentTimeMillis() - startedAt;
    AtomicBoolean first = new AtomicBoolean();
    Stream.from(Sources.generate(ITEMS, i -> new Event(i, i % 100, i, i)))
        .withEventTimeMillis(Event::timestamp, EventTime.ascending())
        .keyBy(Event::key)
        .window(Windows.tumbling(Duration.ofSeconds(1)))
        .aggregate(Aggregators.count())
        .to(
            Sinks.forEach(result -> {
              if (first.compareAndSet(false, true)) {
                long now = System.currentTimeMillis() - startedAt;
                System.out.println("main " + inMain + " ms, first result " + now + " ms");
              }
            }))
        .run(JobOptions.defaults());
  }
}
