package io.streamflow.window;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.WindowedStream;
import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A windowed pipeline and its input, made from a seed.
 *
 * @param latenessMillis the allowed lateness
 * @param earlyMillis the interval of early results; 0 for none
 * @param disorderMillis how far the watermark stays behind
 */
record WindowCase(
    Windows windows, long latenessMillis, long earlyMillis, long disorderMillis, List<Item> input) {

  /** What a run gave: everything in order, by key. */
  record Outcome(
      Map<String, List<String>> results, Map<String, List<Integer>> late, long lateCount) {}

  static WindowCase of(Windows windows, long disorderMillis, Item... input) {
    return new WindowCase(windows, 0, 0, disorderMillis, List.of(input));
  }

  static WindowCase random(long seed) {
    Random random = new Random(seed);
    long disorder = random.nextInt(3) == 0 ? 0 : random.nextInt(30);
    return new WindowCase(
        randomWindows(random),
        random.nextBoolean() ? 0 : random.nextInt(60),
        random.nextBoolean() ? 0 : 1 + random.nextInt(30),
        disorder,
        randomInput(random, disorder));
  }

  private static Windows randomWindows(Random random) {
    long size = 1 + random.nextLong(40);
    Duration offset = Duration.ofMillis(random.nextInt(200) - 100L);
    Windows.Sliding sliding = new Windows.Sliding(size, 1 + random.nextLong(size), 0);
    return switch (random.nextInt(5)) {
      case 0 -> new Windows.Tumbling(size, 0);
      case 1 -> new Windows.Tumbling(size, 0).offset(offset);
      case 2 -> sliding;
      case 3 -> sliding.offset(offset);
      default -> new Windows.Session(size);
    };
  }

  private static List<Item> randomInput(Random random, long disorder) {
    long[] origins = {0, -300, 1_700_000_000_000L};
    long time = origins[random.nextInt(origins.length)];
    int keys = 1 + random.nextInt(4);
    int step = 1 + random.nextInt(15);
    List<Item> items = new ArrayList<>();
    for (int id = random.nextInt(60); id >= 0; id--) {
      time += random.nextInt(100) == 0 ? random.nextLong(100_000_000_000L) : random.nextInt(step);
      long back = random.nextInt(3) == 0 ? random.nextLong(2 * disorder + 40) : 0;
      items.add(new Item("k" + random.nextInt(keys), time - back, id, random.nextInt(8) > 0));
    }
    return items;
  }

  /** Runs a pipeline; how many items were late. */
  private interface Runner {
    long run(Pipeline pipeline, JobOptions options) throws InterruptedException;
  }

  /** Runs the pipeline over one partition, under the test driver. */
  Outcome run(int parallelism, boolean fusion, long seed) {
    try {
      return run(
          parallelism,
          fusion,
          (pipeline, options) -> {
            PipelineDriver driver = PipelineDriver.of(pipeline, options, seed);
            driver.run();
            return driver.progress().late();
          });
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The same, on threads. */
  Outcome runOnThreads(int parallelism, int batchSize) throws InterruptedException {
    return run(
        parallelism,
        true,
        (pipeline, options) -> {
          try (Job job = pipeline.start(options.batchSize(batchSize).channelCapacity(1))) {
            job.await();
            return job.progress().late();
          }
        });
  }

  private Outcome run(int parallelism, boolean fusion, Runner runner) throws InterruptedException {
    ScriptedSource<Item> source = ScriptedSource.script();
    for (Item item : input) {
      source = source.item(item);
    }
    WindowedStream<String, Item> windowed =
        Stream.from(source)
            .withEventTimeMillis(
                Item::time, EventTime.outOfOrderBy(Duration.ofMillis(disorderMillis)))
            .filter(Item::kept)
            .keyBy(Item::key)
            .window(windows)
            .allowedLateness(Duration.ofMillis(latenessMillis));
    if (earlyMillis > 0) {
      windowed = windowed.earlyEvery(Duration.ofMillis(earlyMillis));
    }
    CollectingSink<Item> late = new CollectingSink<>();
    Map<String, List<String>> resultsByKey = new TreeMap<>();
    JobOptions options = JobOptions.defaults().parallelism(parallelism).fusion(fusion);
    long lateCount =
        switch (input.size() % 3) {
          case 0 ->
              run(
                  windowed,
                  Aggregators.toList(),
                  WindowCase::ids,
                  resultsByKey,
                  late,
                  options,
                  runner);
          case 1 ->
              run(windowed, new ItemsSoFar(), WindowCase::ids, resultsByKey, late, options, runner);
          default ->
              run(
                  windowed,
                  Aggregators.sumLong(item -> 1L << item.id()),
                  WindowCase::bits,
                  resultsByKey,
                  late,
                  options,
                  runner);
        };
    Map<String, List<Integer>> lateByKey = new TreeMap<>();
    for (Item item : late.committed()) {
      lateByKey.computeIfAbsent(item.key(), _ -> new ArrayList<>()).add(item.id());
    }
    return new Outcome(resultsByKey, lateByKey, lateCount);
  }

  /** Runs the pipeline with an aggregator that tells the items; how many were late. */
  private static <R> long run(
      WindowedStream<String, Item> windowed,
      Aggregator<Item, ?, R> aggregator,
      Function<R, List<Integer>> ids,
      Map<String, List<String>> results,
      CollectingSink<Item> late,
      JobOptions options,
      Runner runner)
      throws InterruptedException {
    var aggregated = windowed.aggregate("window", aggregator);
    CollectingSink<WindowResult<String, R>> sink = new CollectingSink<>();
    long lateCount =
        runner.run(Pipeline.of(aggregated.to(sink), aggregated.late().to(late)), options);
    for (WindowResult<String, R> result : sink.committed()) {
      results
          .computeIfAbsent(result.key(), _ -> new ArrayList<>())
          .add(show(result.window(), ids.apply(result.value()), result.pane()));
    }
    return lateCount;
  }

  /** The ids that are the bits of a number. */
  private static List<Integer> bits(long number) {
    return IntStream.range(0, Long.SIZE).filter(id -> (number >>> id & 1) == 1).boxed().toList();
  }

  static List<Integer> ids(List<Item> items) {
    return items.stream().map(Item::id).toList();
  }

  /** A result as text; items in order of their ids, since slices are merged in order of time. */
  static String show(TimeWindow window, List<Integer> ids, Pane pane) {
    return "["
        + window.startMillis()
        + ","
        + window.endMillis()
        + ") "
        + pane
        + ids.stream().sorted().toList();
  }
}
