package io.streamflow.operator;

import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes each item to the subtask's writer. */
final class SinkOperator extends Operator implements ErrorPolicy.Attempt {
  private final Sink<Object> sink;
  private final ErrorPolicy errors;
  private final int slot;

  /** Whether to look at the age of some items here, where no probe does. */
  private final boolean sampled;

  /** A sink that is its own writer; known here, its calls are compiled into the chain. */
  private final @Nullable SinkWriter<Object> constant;

  SinkOperator(Sink<Object> sink, ErrorPolicy errors, int slot, boolean sampled) {
    this.sink = sink;
    this.errors = errors;
    this.slot = slot;
    this.sampled = sampled;
    this.constant = own(sink);
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new SinkOperator(with.at(0), with.at(1), with.at(2), with.at(3));
  }

  @SuppressWarnings("unchecked") // a sink that is a writer opens itself, so it is one of its items
  private static @Nullable SinkWriter<Object> own(Sink<Object> sink) {
    return sink instanceof SinkWriter<?> writer ? (SinkWriter<Object>) writer : null;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // it is the same, or it is not
  public void open(TaskContext context) throws Exception {
    errors.open(context);
    SinkWriter<Object> writer = errors.open(sink, context.sinkContext(errors.step()), "opening");
    if (constant != null && writer != constant) {
      throw new IllegalStateException(
          sink.description()
              + " is a sink and a writer, and so must open itself, but opened another");
    }
    context.slots[slot] = writer;
    context.register(errors.step(), writer);
    context.publishCount(slot, context.counters(errors.step()).in());
  }

  @Override
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    writer(context).write(item);
    return item;
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    try {
      (constant == null ? writer(context) : constant).write(value);
    } catch (Throwable thrown) {
      if (ErrorPolicy.isDropped(errors.recover(this, value, timestamp, context, thrown))) {
        return;
      }
    }
    context.counts[slot]++;
    if (sampled && context.latencySamples > 0) {
      context.sampleLatency(timestamp, context.counters(errors.step()).latencies());
    }
  }

  @SuppressWarnings("unchecked") // open() put it there
  private SinkWriter<Object> writer(TaskContext context) {
    return (SinkWriter<Object>) Objects.requireNonNull(context.slots[slot]);
  }
}
