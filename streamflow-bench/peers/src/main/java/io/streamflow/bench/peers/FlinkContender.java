package io.streamflow.bench.peers;

import io.streamflow.bench.ScratchDirectory;
import io.streamflow.bench.workload.Contender;
import io.streamflow.bench.workload.Event;
import io.streamflow.bench.workload.Measured;
import io.streamflow.bench.workload.Order;
import io.streamflow.bench.workload.Run;
import io.streamflow.bench.workload.Steps;
import io.streamflow.bench.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/**
 * Flink in its local environment. As its documentation advises for speed: object reuse on, records
 * as POJO types without Kryo, {@code AggregateFunction}s, the heap state backend, incremental
 * aggregation with a small window function; operators chained as it does by itself. Throughput with
 * its default buffer timeout and watermark interval; latency ({@code W6}) with buffers flushed
 * every millisecond and watermarks every 10 ms, which made it sixteen times faster at the median
 * than its defaults. {@code W3-durable} checkpoints to the local disk each second, exactly once.
 * Two events exactly the gap apart are one session here, so that its gap is a millisecond shorter.
 */
public class FlinkContender implements Contender {
  private static final TypeInformation<Event> EVENT = TypeInformation.of(Event.class);

  private final int parallelism;

  /** With parallelism 1. */
  public FlinkContender() {
    this(1);
  }

  FlinkContender(int parallelism) {
    this.parallelism = parallelism;
  }

  @Override
  public String name() {
    return parallelism == 1 ? "flink" : "flink-" + parallelism;
  }

  @Override
  public String describe() {
    return "Flink, local environment, parallelism %d, object reuse, heap state"
        .formatted(parallelism);
  }

  @Override
  public boolean runs(Workload workload) {
    return workload != Workload.STEADY;
  }

  @Override
  public List<String> jvmOptions() {
    return List.of(
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "--add-opens=java.base/java.time=ALL-UNNAMED",
        "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
        "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
        "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-opens=java.base/java.net=ALL-UNNAMED",
        "--add-opens=java.base/java.text=ALL-UNNAMED",
        "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "--enable-native-access=ALL-UNNAMED");
  }

  @Override
  public Measured run(Order order) throws Exception {
    Run run = Run.begin(order);
    StreamExecutionEnvironment environment = environment(order);
    try {
      build(environment, order);
      environment.execute(order.workload().id());
    } finally {
      environment.close();
    }
    return run.end();
  }

  private StreamExecutionEnvironment environment(Order order) {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(32));
    if (order.workload().durable()) {
      Path state = ScratchDirectory.make(); // what is in it goes later than the job ends
      configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
      configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, state.toUri().toString());
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    environment.getConfig().enableObjectReuse();
    if (order.perSecond() > 0) {
      environment.setBufferTimeout(1);
      environment.getConfig().setAutoWatermarkInterval(10);
    }
    if (order.workload().durable()) {
      environment.enableCheckpointing(1000);
    }
    return environment;
  }

  private void build(StreamExecutionEnvironment environment, Order order) {
    DataStream<Event> events =
        environment.fromSource(new FlinkSource(parallelism), watermarks(order), "events", EVENT);
    if (order.workload().works()) {
      events = events.map(Steps::work).returns(EVENT);
    }
    switch (order.workload().kind()) {
      case MAP -> maps(events, order.workload() == Workload.W1_BOUNDARY);
      case SUM ->
          events
              .keyBy(Event::key, Types.LONG)
              .map(new FlinkSums())
              .sinkTo(new FlinkSink<>((tally, digest) -> tally.add(digest)));
      case TUMBLING ->
          counts(
              events, TumblingEventTimeWindows.of(Duration.ofMillis(order.windowMillis())), false);
      case SLIDING ->
          counts(
              events,
              SlidingEventTimeWindows.of(
                  Duration.ofSeconds(Order.SLIDING_SECONDS), Duration.ofSeconds(1)),
              false);
      case SESSION ->
          counts(
              events,
              EventTimeSessionWindows.withGap(Duration.ofMillis(Order.GAP_MILLIS - 1)),
              true);
    }
  }

  private static WatermarkStrategy<Event> watermarks(Order order) {
    return switch (order.workload().kind()) {
      case MAP, SUM -> WatermarkStrategy.noWatermarks();
      case TUMBLING, SLIDING, SESSION ->
          WatermarkStrategy.forBoundedOutOfOrderness(Duration.ofMillis(order.disorderMillis()));
    };
  }

  private static void maps(DataStream<Event> events, boolean boundary) {
    SingleOutputStreamOperator<Event> first = events.map(Steps::first).returns(EVENT);
    SingleOutputStreamOperator<Event> kept = first.filter(Steps::passes);
    if (boundary) {
      kept = kept.startNewChain();
    }
    kept.map(Steps::second)
        .returns(EVENT)
        .sinkTo(new FlinkSink<>((tally, event) -> tally.add(event)));
  }

  private static void counts(
      DataStream<Event> events,
      WindowAssigner<? super Event, TimeWindow> windows,
      boolean sessions) {
    events
        .keyBy(Event::key, Types.LONG)
        .window(windows)
        .aggregate(new FlinkCounts(), new FlinkCounts.Result(), Types.LONG, FlinkCounts.TYPE)
        .sinkTo(
            new FlinkSink<>(
                sessions
                    ? (tally, count) ->
                        tally.add(Steps.digest(count.key, count.startMillis, count.count))
                    : (tally, count) -> tally.add(count.key, count.endMillis, count.count)));
  }
}
