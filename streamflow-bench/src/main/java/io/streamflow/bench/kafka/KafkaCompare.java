package io.streamflow.bench.kafka;

import io.streamflow.bench.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Kafka to map to Kafka, and Kafka to windowed count to Kafka, by this library and by Kafka Streams
 * against the same broker in turn: {@code java -cp benchmarks.jar
 * io.streamflow.bench.kafka.KafkaCompare throughput|latency [ROUNDS] [INTERVAL_MILLIS] [THREADS]
 * [RECORDS|PER_SECOND] [SECONDS]}.
 *
 * <p>{@code -Dworks=map,count}, {@code -Dguarantees=at-least-once,exactly-once} and {@code
 * -Dways=streamflow,streams,streams_suppress,streams_memory} choose. Before a figure counts, the
 * output was read and found to be what it must be, each result once.
 */
public final class KafkaCompare implements AutoCloseable {
  /** Of event time: a window of each key sees ten. */
  private static final int PER_EVENT_SECOND = 100_000;

  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final Path directory;
  private final Broker broker;
  private final Map<Way, WorkerProcess> workers = new EnumMap<>(Way.class);
  private final Map<String, Figures> figures = new LinkedHashMap<>();
  private final Duration interval;
  private final int threads;
  private int runs;

  private KafkaCompare(Path directory, Duration interval, int threads) throws Exception {
    this.directory = directory;
    this.interval = interval;
    this.threads = threads;
    this.broker = new Broker(directory.resolve("broker"));
  }

  /** Prints each run, and the medians of all rounds. */
  public static void main(String[] args) throws Exception {
    String measurement = args.length == 0 ? "" : args[0];
    if (!measurement.equals("throughput") && !measurement.equals("latency")) {
      throw new IllegalArgumentException(
          "throughput or latency? The first argument is '" + measurement + "'");
    }
    int rounds = number(args, 1, 5);
    Duration interval = Duration.ofMillis(number(args, 2, 100));
    try (KafkaCompare compare =
        new KafkaCompare(ScratchDirectory.make(), interval, number(args, 3, 1))) {
      if (measurement.equals("throughput")) {
        compare.throughput(rounds, number(args, 4, 2_000_000));
      } else {
        compare.latency(rounds, number(args, 4, 10_000), Duration.ofSeconds(number(args, 5, 10)));
      }
      System.out.println();
      compare.figures.values().forEach(each -> System.out.print(each.table()));
    }
  }

  private static int number(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }

  private void throughput(int rounds, int records) throws Exception {
    long lastMillis = records * 1000L / PER_EVENT_SECOND;
    for (String work : chosen("works", "map", "count")) { // ticks are for counts alone
      String topic = "input-" + work;
      broker.create(topic);
      try (InputTopic input = new InputTopic(broker.bootstrap(), topic)) {
        for (int i = 0; i < records; i++) {
          input.write(i * 1000L / PER_EVENT_SECOND);
        }
        Expected expected = input.end(lastMillis);
        for (int round = 0; round <= rounds; round++) {
          for (Setup setup : setups(work)) {
            for (Way way : ways(setup.work(), round)) {
              Runnable tick = setup.work() == Work.COUNT ? () -> input.tick(lastMillis) : () -> {};
              throughput(
                  way, named(setup.from(topic)), expected.of(setup.work()), records, round, tick);
            }
          }
        }
      }
    }
  }

  private void throughput(
      Way way, Setup setup, Digest expected, int records, int round, Runnable tick)
      throws Exception {
    WorkerProcess worker = worker(way);
    broker.create(setup.output());
    long started = System.nanoTime();
    worker.start(setup);
    Progress.Result result =
        new Progress(broker, worker.handle(), setup, expected, tick).await(started, records);
    worker.stop();
    broker.delete(setup.output());
    say(
        "round %d %-20s %-15s %,9.0f/s; first after %,5.0f ms; processor time per record %.2f us,"
            + " of the broker %.2f us",
        round,
        name(setup),
        way,
        result.perSecond(),
        result.firstMillis(),
        result.workerMicros(),
        result.brokerMicros());
    if (round > 0) { // before that, JVMs warm up
      note(setup, "records/s", way, result.perSecond());
      note(setup, "us/record", way, result.workerMicros());
    }
  }

  private void latency(int rounds, int perSecond, Duration measured) throws Exception {
    for (String work : chosen("works", "map", "count")) {
      for (int round = 0; round <= rounds; round++) {
        for (Setup setup : setups(work)) {
          for (Way way : ways(setup.work(), round)) {
            latency(way, named(setup), perSecond, measured, round);
          }
        }
      }
    }
  }

  private void latency(Way way, Setup unread, int perSecond, Duration measured, int round)
      throws Exception {
    Setup setup = unread.from(unread.output() + "-input");
    WorkerProcess worker = worker(way);
    broker.create(setup.input());
    broker.create(setup.output());
    worker.start(setup);
    Latency latency = Latency.measure(setup, perSecond, WARM_UP, measured);
    worker.stop();
    broker.delete(setup.output());
    say(
        "round %d %-20s %-15s p50 %,.0f ms, p99 %,.0f ms, greatest %,.0f ms",
        round,
        name(setup),
        way,
        latency.percentile(50),
        latency.percentile(99),
        latency.percentile(100));
    if (round > 0) {
      note(setup, "p50 ms", way, latency.percentile(50));
      note(setup, "p99 ms", way, latency.percentile(99));
    }
  }

  private void note(Setup setup, String what, Way way, double value) {
    String name = name(setup) + " " + what;
    figures.computeIfAbsent(name, _ -> new Figures(name)).add(way, value);
  }

  private List<Setup> setups(String work) {
    List<Setup> all = new ArrayList<>();
    for (String guarantee : chosen("guarantees", "at-least-once", "exactly-once")) {
      all.add(
          new Setup(
              Work.valueOf(work.toUpperCase(Locale.ROOT)),
              guarantee.equals("exactly-once"),
              interval,
              threads,
              broker.bootstrap(),
              "",
              "",
              directory));
    }
    return all;
  }

  private static String name(Setup setup) {
    return setup.work().name().toLowerCase(Locale.ROOT)
        + (setup.exactlyOnce() ? " exactly-once" : " at-least-once");
  }

  /** With an output and a directory of its own. */
  private Setup named(Setup setup) throws Exception {
    String name = "run-" + runs++;
    Path own = Files.createDirectory(directory.resolve(name));
    return setup.to(name, own);
  }

  /** Each begins every other round. */
  private static List<Way> ways(Work work, int round) {
    List<Way> all = new ArrayList<>();
    for (String name : chosen("ways", "streamflow", "streams")) {
      Way way = Way.valueOf(name.toUpperCase(Locale.ROOT));
      if (way.differsFor(work)) {
        all.add(way);
      }
    }
    return round % 2 == 0 ? all : all.reversed();
  }

  private static List<String> chosen(String property, String... otherwise) {
    String names = System.getProperty(property, "");
    return Arrays.asList(names.isEmpty() ? otherwise : names.split(",", -1));
  }

  private WorkerProcess worker(Way way) throws Exception {
    WorkerProcess worker = workers.get(way);
    if (worker == null) {
      worker = new WorkerProcess(way);
      workers.put(way, worker);
    }
    return worker;
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  @Override
  public void close() throws IOException {
    for (WorkerProcess worker : workers.values()) {
      worker.close();
    }
    broker.close();
  }
}
