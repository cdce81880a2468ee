package io.streamflow.runtime;

import io.streamflow.operator.Batch;
import io.streamflow.operator.Chain;
import io.streamflow.operator.TaskContext;
import io.streamflow.time.Clock;
import java.util.BitSet;
import java.util.List;

/** A task that takes its items from other tasks. */
final class WorkerTask extends Task {
  private final Inputs inputs;
  private final List<Chain.Entry> entries;
  private final WatermarkMerge watermarks;
  private final Clock clock;
  private boolean idleSent;

  /**
   * A task over its inputs.
   *
   * @param entries where the items of each channel enter the chain, by the channel's number
   * @param silent the channels through which no item will ever come; what is late must not depend
   *     on when their end is heard of
   */
  WorkerTask(
      String name,
      Chain chain,
      TaskContext context,
      List<Router> routers,
      long flushAfterNanos,
      Inputs inputs,
      List<Chain.Entry> entries,
      BitSet silent,
      Clock clock) {
    super(name, chain, context, routers, flushAfterNanos);
    this.inputs = inputs;
    this.entries = List.copyOf(entries);
    this.watermarks = new WatermarkMerge(inputs.count());
    silent.stream().forEach(watermarks::idle);
    this.clock = clock;
  }

  @Override
  long now() {
    return clock.millis();
  }

  @Override
  Outcome work(long maxWaitNanos) throws InterruptedException {
    Element element = inputs.take(maxWaitNanos);
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
    Chain.Entry entry = entries.get(input);
    int from = 0;
    for (int mark = 0; mark < batch.markCount(); mark++) {
      int position = batch.markPosition(mark);
      if (position > from) {
        entry.run(batch, from, position, context);
        from = position;
      }
      advance(watermarks.advance(input, batch.watermark(mark)));
    }
    entry.run(batch, from, batch.count(), context);
  }
}
