package io.streamflow.bench.peers;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.aggregate.AggregateOperations;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.StreamSourceStage;
import com.hazelcast.jet.pipeline.StreamStage;
import com.hazelcast.jet.pipeline.WindowDefinition;
import io.streamflow.bench.workload.Contender;
import io.streamflow.bench.workload.Event;
import io.streamflow.bench.workload.Measured;
import io.streamflow.bench.workload.Order;
import io.streamflow.bench.workload.Run;
import io.streamflow.bench.workload.Steps;
import io.streamflow.bench.workload.Workload;
import java.util.List;

/**
 * Hazelcast Jet, one embedded member without a network: as many cooperative threads as its
 * parallelism, source and sink cooperative, stages fused as its planner does. Events pass by
 * reference. {@code W3-durable} takes exactly-once snapshots each second, which Jet keeps in the
 * memory of its members; the other workloads take none. A member is started and shut down with each
 * repetition, so that it uses no processor time while others are measured; rates begin with the
 * first event.
 */
public class JetContender implements Contender {
  private final int parallelism;

  /** With one cooperative thread. */
  public JetContender() {
    this(1);
  }

  JetContender(int parallelism) {
    this.parallelism = parallelism;
  }

  @Override
  public String name() {
    return parallelism == 1 ? "jet" : "jet-" + parallelism;
  }

  @Override
  public String describe() {
    return "Hazelcast Jet, embedded, %d cooperative thread%s"
        .formatted(parallelism, parallelism == 1 ? "" : "s");
  }

  /** No boundary: its stages share a thread. */
  @Override
  public boolean runs(Workload workload) {
    return workload != Workload.STEADY && workload != Workload.W1_BOUNDARY;
  }

  @Override
  public List<String> jvmOptions() {
    return List.of(
        "--add-modules=java.se",
        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-opens=java.management/sun.management=ALL-UNNAMED",
        "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dhazelcast.logging.type=none",
        "-Dhazelcast.phone.home.enabled=false");
  }

  @Override
  public Measured run(Order order) {
    Run run = Run.begin(order);
    HazelcastInstance member = Hazelcast.newHazelcastInstance(config());
    try {
      JobConfig job = new JobConfig();
      if (order.workload().durable()) {
        job.setProcessingGuarantee(ProcessingGuarantee.EXACTLY_ONCE)
            .setSnapshotIntervalMillis(1000);
      }
      member.getJet().newJob(pipeline(order), job).join();
    } finally {
      member.shutdown();
    }
    return run.end();
  }

  private Config config() {
    Config config = new Config();
    config.getJetConfig().setEnabled(true).setCooperativeThreadCount(parallelism);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    return config;
  }

  private Pipeline pipeline(Order order) {
    Pipeline pipeline = Pipeline.create();
    StreamSourceStage<Event> source = pipeline.readFrom(JetSource.of(parallelism));
    boolean timed =
        switch (order.workload().kind()) {
          case MAP, SUM -> false;
          case TUMBLING, SLIDING, SESSION -> true;
        };
    StreamStage<Event> events =
        timed ? source.withNativeTimestamps(order.disorderMillis()) : source.withoutTimestamps();
    if (order.workload().works()) {
      events = events.map(Steps::work);
    }
    switch (order.workload().kind()) {
      case MAP ->
          events
              .map(Steps::first)
              .filter(Steps::passes)
              .map(Steps::second)
              .writeTo(JetSink.of(parallelism, (tally, event) -> tally.add(event)));
      case SUM ->
          events
              .groupingKey(Event::key)
              .rollingAggregate(AggregateOperations.summingLong(Event::value))
              .writeTo(
                  JetSink.of(
                      parallelism,
                      (tally, sum) -> tally.add(Steps.digest(sum.getKey(), sum.getValue()))));
      case TUMBLING -> counts(events, WindowDefinition.tumbling(order.windowMillis()), false);
      case SLIDING ->
          counts(events, WindowDefinition.sliding(Order.SLIDING_SECONDS * 1000L, 1000), false);
      case SESSION -> counts(events, WindowDefinition.session(Order.GAP_MILLIS), true);
    }
    return pipeline;
  }

  private void counts(StreamStage<Event> events, WindowDefinition windows, boolean sessions) {
    var counts =
        events.groupingKey(Event::key).window(windows).aggregate(AggregateOperations.counting());
    if (sessions) {
      counts.writeTo(
          JetSink.of(
              parallelism,
              (tally, one) -> tally.add(Steps.digest(one.getKey(), one.start(), one.getValue()))));
    } else {
      counts.writeTo(
          JetSink.of(
              parallelism, (tally, one) -> tally.add(one.getKey(), one.end(), one.getValue())));
    }
  }
}
