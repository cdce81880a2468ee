package io.streamflow.bench;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.time.EventTime;
import io.streamflow.window.WindowResult;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.util.List;

/** Work per key over {@link Event}: as jobs, and as hand-written loops. */
final class KeyedWork {
  static final List<String> NAMES = List.of("rolling", "tumbling", "sliding", "session");
  static final int DISORDER_MILLIS = 1000;

  /** 10,000 keys, 100,000 events a second, out of order by up to a second; two seconds' worth. */
  static final Event[] EVENTS = Event.many(200_000, 10_000, 100, DISORDER_MILLIS);

  /** By how much each repetition of {@link #EVENTS} is later. */
  static final long SPAN_MILLIS = 2000;

  /** 100,000 keys, 20,000 events a second; ten seconds' worth. */
  static final Event[] SPARSE = Event.many(200_000, 100_000, 20, 0);

  static final long SPARSE_SPAN_MILLIS = 10_000;

  private KeyedWork() {}

  static List<String> waysOf(String work) {
    return switch (work) {
      case "rolling", "tumbling" ->
          List.of(
              "hand",
              "handMap",
              "fused",
              "plain",
              "fused2",
              "fused2of2",
              "cached",
              "durable",
              "watched");
      default -> List.of("fused");
    };
  }

  static Workload of(String work, String way) {
    JobOptions one = JobWork.unwatched(JobOptions.defaults());
    return switch (way) {
      case "hand" -> work.equals("rolling") ? new HandRolling() : new HandTumbling();
      case "handMap" -> work.equals("rolling") ? new MapRolling() : new MapTumbling();
      case "fused" -> job(work, one, 1);
      case "cached" -> job(work, durable(Duration.ofHours(10)), 1);
      case "durable" -> job(work, durable(Duration.ofSeconds(1)), 1);
      case "plain" -> job(work, one.fusion(false), 1);
      case "fused2" -> job(work, one.parallelism(2), 1);
      case "fused2of2" -> job(work, one.parallelism(2), 2);
      case "watched" -> {
        JobOptions options = JobWork.watched(work);
        yield new Watched(options.name(), job(work, options, 1));
      }
      default -> throw new IllegalArgumentException(way);
    };
  }

  /** Durable state in a directory of its own, with so much time between checkpoints. */
  static JobOptions durable(Duration interval) {
    return JobWork.unwatched(
        JobOptions.durable(ScratchDirectory.make()).checkpointInterval(interval));
  }

  private static JobWork job(String work, JobOptions options, int partitions) {
    boolean sparse = work.equals("session");
    Replay source =
        sparse
            ? new Replay(SPARSE, SPARSE_SPAN_MILLIS, partitions)
            : new Replay(EVENTS, SPAN_MILLIS, partitions);
    boolean one = options.parallelism() == 1;
    EventTime time = EventTime.outOfOrderBy(Duration.ofMillis(DISORDER_MILLIS));
    return JobWork.of(
        source,
        options,
        total ->
            switch (work) {
              case "rolling" -> rolling(Stream.from(source), one, total);
              case "tumbling" ->
                  windows(
                      Stream.from(source).withEventTime(time),
                      Windows.tumbling(Duration.ofSeconds(1)),
                      one,
                      total);
              case "sliding" ->
                  windows(
                      Stream.from(source).withEventTime(time),
                      Windows.sliding(Duration.ofSeconds(10), Duration.ofSeconds(1)),
                      one,
                      total);
              case "session" ->
                  windows(
                      Stream.from(source).withEventTime(time),
                      Windows.session(Duration.ofSeconds(1)),
                      one,
                      total);
              default -> throw new IllegalArgumentException(work);
            });
  }

  private static Pipeline rolling(Stream<Event> events, boolean one, Total total) {
    return events
        .keyBy(Event::key)
        .aggregate("sums", Aggregators.sumLong(Event::value))
        .to(
            one
                ? Sinks.forEach(sum -> total.add(sum.value()))
                : new TotalSink<>(sum -> sum.value(), total));
  }

  private static Pipeline windows(Stream<Event> events, Windows windows, boolean one, Total total) {
    return events
        .keyBy(Event::key)
        .window(windows)
        .aggregate("counts", Aggregators.count())
        .to(
            one
                ? Sinks.forEach(result -> total.add(digest(result)))
                : new TotalSink<>(KeyedWork::digest, total));
  }

  /**
   * Fails unless everything that went into an ended job has come out. A window's digest is the sum
   * of one per item, so that it can be told without windows.
   */
  static void checkComplete(String work, Workload ended) {
    Workload inner = ended instanceof Watched watched ? watched.work() : ended;
    if (!(inner instanceof JobWork job) || !(work.equals("rolling") || work.equals("tumbling"))) {
      return;
    }
    long expected = job.passed();
    if (work.equals("tumbling")) {
      expected = 0;
      for (long i = 0; i < job.passed(); i++) {
        Event event = EVENTS[(int) (i % EVENTS.length)];
        long timestamp = event.timestamp() + i / EVENTS.length * SPAN_MILLIS;
        expected += digest(event.key(), Math.floorDiv(timestamp, 1000L) * 1000 + 1000, 1);
      }
    }
    long actual = work.equals("tumbling") ? job.total().sum : job.total().count;
    if (actual != expected) {
      throw new IllegalStateException(work + " gives " + actual + ", but should " + expected);
    }
  }

  private static long digest(WindowResult<Long, Long> result) {
    return digest(result.key(), result.window().endMillis(), result.value());
  }

  static long digest(long key, long end, long count) {
    return Scatter.mix(key * 31 + end) * count;
  }
}
