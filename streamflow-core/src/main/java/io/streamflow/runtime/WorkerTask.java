package io.streamflow.runtime;

import io.streamflow.job.JobOptions;
import io.streamflow.job.TaskView.Activity;
import io.streamflow.operator.Batch;
import io.streamflow.operator.Chain;
import io.streamflow.operator.TaskContext;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A task that takes its items from other tasks. */
final class WorkerTask extends Task {
  private final Inputs inputs;
  private final List<Chain.Entry> entries;
  private final List<LongAdder> taken;
  private final WatermarkMerge watermarks;
  private final List<Wiring.Arrival> arrivals;
  private final BarrierAlignment alignment;

  /** The watermark that the step behind each channel was restored with. */
  private final List<Long> restored;

  private boolean idleSent;

  /**
   * A task over its inputs.
   *
   * @param arrivals what comes through each channel, by the channel's number
   * @param silent the channels through which no item will ever come; what is late must not depend
   *     on when their end is heard of
   */
  WorkerTask(
      String name,
      Chain chain,
      TaskContext context,
      List<Router> routers,
      JobOptions options,
      TaskWriters writers,
      @Nullable TaskCheckpoints checkpoints,
      Inputs inputs,
      List<Wiring.Arrival> arrivals,
      BitSet silent) {
    super(name, chain, context, routers, options, writers, checkpoints);
    this.inputs = inputs;
    this.alignment = new BarrierAlignment(inputs.count());
    if (checkpoints != null) {
      checkpoints.wakeBy(inputs::wake);
    }
    this.arrivals = List.copyOf(arrivals);
    this.entries = arrivals.stream().map(arrival -> chain.entry(arrival.entry().id())).toList();
    this.taken =
        arrivals.stream().map(arrival -> context.counters(arrival.entry().name()).taken()).toList();
    this.restored =
        arrivals.stream()
            .map(arrival -> context.restoredWatermark(arrival.entry().name()))
            .toList();
    this.watermarks = new WatermarkMerge(inputs.count());
    for (int input = 0; input < inputs.count(); input++) {
      if (silent.get(input)) {
        watermarks.idle(input);
      } else {
        inputs.active(input, restored.get(input)); // it is waited for from the beginning
      }
    }
  }

  @Override
  Outcome work(long maxWaitNanos) throws InterruptedException {
    Element element = inputs.take(0);
    if (element == null && maxWaitNanos > 0) {
      meter().begin(Activity.WAITING);
      element = inputs.take(maxWaitNanos);
      meter().begin(Activity.WORKING);
    }
    if (element == null) {
      return Outcome.WAITED;
    }
    int input = inputs.from();
    switch (element) {
      case Element.Data(Batch batch) -> {
        idleSent = false;
        take(batch, input);
      }
      case Element.Idle _ -> {
        inputs.idle(input);
        advance(watermarks.idle(input));
        sendIdleIfQuiet();
      }
      case Element.End _ -> {
        advance(watermarks.finish(input));
        if (watermarks.allFinished()) {
          return Outcome.DONE;
        }
        sendIdleIfQuiet();
      }
      case Element.Barrier barrier -> {
        if (alignment.arrived(input, barrier.epoch())) {
          inputs.unblock();
          checkpoint(barrier, List.of());
        } else {
          inputs.block(input);
        }
      }
    }
    return Outcome.WORKED;
  }

  private void sendIdleIfQuiet() {
    if (watermarks.allQuiet() && !idleSent) {
      idleSent = true;
      broadcast(new Element.Idle());
    }
  }

  private void take(Batch batch, int input) {
    watermarks.active(input);
    inputs.active(input, Math.max(watermarks.merged(), restored.get(input)));
    Chain.Entry entry = entries.get(input);
    taken.get(input).add(batch.items());
    int from = 0;
    for (int mark = 0; mark < batch.markCount(); mark++) {
      int position = batch.markPosition(mark);
      if (position > from) {
        drive(entry, batch, from, position);
        from = position;
      }
      advance(watermarks.advance(input, batch.watermark(mark)));
    }
    drive(entry, batch, from, batch.count());
  }

  /** What comes through each channel, by the channel's number. */
  List<Wiring.Arrival> arrivals() {
    return arrivals;
  }

  /** How many elements wait in each channel, by its number; any thread. */
  int[] queued() {
    return inputs.queued();
  }
}
