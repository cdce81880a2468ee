package io.streamflow.bench;

import io.streamflow.KeyedStream;
import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Keyed state under keys of several types, against a HashMap in the same place; as a cache over
 * durable state, without checkpoints and with one every second.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KeyedStateBenchmark {
  private static final int ITEMS = 2_000_000;
  private static final String[] NAMES = new String[10_000];

  static {
    for (int i = 0; i < NAMES.length; i++) {
      NAMES[i] = "customer-" + i;
    }
  }

  /** The keys: kept unboxed, or compared as objects. */
  @Param({"long", "text"})
  public String keys = "";

  /** The engine's state, with or without a directory, or a HashMap in a map function. */
  @Param({"state", "cached", "durable", "hashMap"})
  public String way = "";

  private Workload running = Nothing.WORK;

  /** Runs other pipelines, checks the result, and starts. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    Pollution.run();
    Workload.check(keys, work(keys, way), new HandRolling(), ITEMS);
    running = work(keys, way);
  }

  private static Workload work(String keys, String way) {
    Replay source = new Replay(KeyedWork.EVENTS, 0, 1);
    JobOptions one =
        switch (way) {
          case "cached" -> KeyedWork.durable(Duration.ofHours(10));
          case "durable" -> KeyedWork.durable(Duration.ofSeconds(1));
          default -> JobOptions.defaults().parallelism(1);
        };
    Stream<Event> events = Stream.from(source);
    return switch (keys + " " + way) {
      case "long state", "long cached", "long durable" ->
          JobWork.of(source, one, total -> sums(events.keyBy(Event::key), total));
      case "text state", "text cached", "text durable" ->
          JobWork.of(
              source, one, total -> sums(events.keyBy(event -> NAMES[(int) event.key()]), total));
      case "long hashMap" -> {
        Map<Long, long[]> sums = new HashMap<>();
        yield JobWork.of(
            source,
            one,
            total ->
                events
                    .map(event ->
                        sums.computeIfAbsent(event.key(), _ -> new long[1])[0] += event.value())
                    .to(Sinks.forEach(sum -> total.add(sum))));
      }
      case "text hashMap" -> {
        Map<String, long[]> sums = new HashMap<>();
        yield JobWork.of(
            source,
            one,
            total ->
                events
                    .map(event ->
                        sums.computeIfAbsent(NAMES[(int) event.key()], _ -> new long[1])[0] +=
                            event.value())
                    .to(Sinks.forEach(sum -> total.add(sum))));
      }
      default -> throw new IllegalArgumentException(keys + " " + way);
    };
  }

  private static <K> Pipeline sums(KeyedStream<K, Event> keyed, Total total) {
    return keyed
        .aggregate("sums", Aggregators.sumLong(Event::value))
        .to(Sinks.forEach(sum -> total.add(sum.value())));
  }

  /** Ends the job. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    running.end();
  }

  /** Passes items through. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void item() throws Exception {
    running.pass(ITEMS);
  }
}
