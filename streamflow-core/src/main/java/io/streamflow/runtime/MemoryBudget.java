package io.streamflow.runtime;

import io.streamflow.compile.Edge;
import io.streamflow.compile.Exchange;
import io.streamflow.compile.ExecutionPlan;
import io.streamflow.job.JobOptions;
import io.streamflow.plan.Node;
import io.streamflow.store.StoreOptions;
import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * What a run may keep at most, as far as its options bound it.
 *
 * @param heapBytes what the JVM may have
 * @param hasState whether any step keeps state
 * @param stateBytes state on the heap; empty where nothing bounds it
 * @param logBytes changes that wait to be moved into the tree; 0 for a job without checkpoints
 * @param channels queues between tasks
 * @param batchesPerChannel how many batches wait in one
 * @param itemsPerBatch how many items a batch has
 * @param outboxBytes output on the disk that waits to be delivered; 0 where no sink has any
 */
record MemoryBudget(
    long heapBytes,
    boolean hasState,
    OptionalLong stateBytes,
    long logBytes,
    long channels,
    int batchesPerChannel,
    int itemsPerBatch,
    long outboxBytes) {
  private static final long MEBIBYTE = 1 << 20;

  /** Of a run of this plan. */
  static MemoryBudget of(ExecutionPlan plan, JobOptions options, StoreOptions store) {
    boolean durable = options.stateDirectory().isPresent();
    return new MemoryBudget(
        Runtime.getRuntime().maxMemory(),
        plan.plan().steps().stream().anyMatch(step -> step.node() instanceof Node.Keyed),
        durable ? OptionalLong.of(options.stateMemory()) : OptionalLong.empty(),
        durable ? store.logMemoryBytes() : 0,
        plan.edges().stream().mapToLong(edge -> channels(edge, plan)).sum(),
        options.channelCapacity(),
        options.batchSize(),
        durable
            ? KeptSteps.outboxes(plan, options).values().stream()
                .mapToLong(sink -> sink.options().maxPendingBytes())
                .reduce(0, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b)
            : 0);
  }

  private static long channels(Edge edge, ExecutionPlan plan) {
    long senders = plan.stages().get(edge.fromStage()).parallelism();
    return edge.exchange() instanceof Exchange.Forward
        ? senders
        : senders * plan.stages().get(edge.toStage()).parallelism();
  }

  /** For a person, in one line. */
  String text() {
    StringBuilder text = new StringBuilder("heap ").append(mebibytes(heapBytes));
    if (hasState) {
      text.append(", state ")
          .append(
              stateBytes.isPresent()
                  ? mebibytes(stateBytes.getAsLong())
                  : "on the heap, unbounded");
    }
    if (logBytes > 0) {
      text.append(", log ").append(mebibytes(logBytes));
    }
    text.append(", ").append(channels).append(channels == 1 ? " channel" : " channels");
    if (channels > 0) {
      text.append(" of ")
          .append(batchesPerChannel)
          .append(" batches of ")
          .append(itemsPerBatch)
          .append(": ")
          .append(items())
          .append(" items");
    }
    if (outboxBytes > 0) {
      text.append(", outboxes ").append(mebibytes(outboxBytes)).append(" on disk");
    }
    return text.toString();
  }

  /** Saturated: options may say what no machine has room for. */
  private long items() {
    return BigInteger.valueOf(channels)
        .multiply(BigInteger.valueOf((long) batchesPerChannel * itemsPerBatch))
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .longValue();
  }

  private static String mebibytes(long bytes) {
    return Math.ceilDiv(bytes, MEBIBYTE) + " MiB";
  }
}
