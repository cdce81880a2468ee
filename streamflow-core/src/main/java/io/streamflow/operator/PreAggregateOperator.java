package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.LongAccumulator;
import io.streamflow.aggregate.LongAggregator;
import io.streamflow.function.KeyFunction;
import io.streamflow.spi.Codec;
import io.streamflow.state.KeyGroups;
import io.streamflow.state.KeyedState;
import io.streamflow.state.PanedState;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates the items for a window step of the next stage, slice by slice, and takes out of the
 * stage what each slice has come to: once the watermark has passed it, so that it arrives before
 * any window ends that covers it. Instead of items, one accumulator per key and slice changes
 * tasks, and a key that most items have loads no subtask more than others.
 */
final class PreAggregateOperator extends InlineOperator implements ErrorPolicy.Attempt {
  @SuppressWarnings("rawtypes") // as its class says
  private static final @Nullable KeyFunction KEY_OF =
      Templates.constant(MethodHandles.lookup(), KeyFunction.class);

  @SuppressWarnings("rawtypes") // as its class says
  private static final @Nullable LongAggregator NUMBERS =
      Templates.constant(MethodHandles.lookup(), LongAggregator.class);

  private final KeyFunction<Object, Object> keyOf;
  private final Aggregator<Object, Object, Object> aggregator;
  private final @Nullable LongAggregator<Object> numbers;
  private final WindowGrid grid;
  private final Codec<Object> codec;
  private final ErrorPolicy errors;
  private final int output;
  private final int slot;
  private final Operator asItIs;

  /**
   * For one edge.
   *
   * @param codec how keys are told apart
   * @param errors the window step's policy
   * @param output the number of the edge's output
   * @param asItIs takes an item out of the stage
   */
  PreAggregateOperator(
      KeyFunction<Object, Object> keyOf,
      Aggregator<Object, Object, Object> aggregator,
      WindowGrid grid,
      Codec<Object> codec,
      ErrorPolicy errors,
      int output,
      int slot,
      Operator asItIs) {
    this.keyOf = keyOf;
    this.aggregator = aggregator;
    this.numbers = StepStates.asNumbers(aggregator);
    this.grid = grid;
    this.codec = codec;
    this.errors = errors;
    this.output = output;
    this.slot = slot;
    this.asItIs = asItIs;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new PreAggregateOperator(
        with.at(0),
        with.at(1),
        with.at(2),
        with.at(3),
        with.at(4),
        with.at(5),
        with.at(6),
        with.at(7));
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
    context.slots[slot] =
        PreAggregation.of(
            grid, numbers == null ? null : StepStates.NUMBERS, context.outputs[output]);
    context.publishCount(slot, context.counters(errors.step()).taken());
  }

  @Override
  boolean passes(Object value, long timestamp, TaskContext context) {
    PreAggregation kept = kept(context);
    if (timestamp < kept.mayPassBefore && kept.passes(timestamp)) {
      asItIs.push(value, timestamp, context);
      return false;
    }
    kept.pane(timestamp);
    return true;
  }

  /** Keeps the item, which never goes on itself. */
  @Override
  Object apply(Object value, long timestamp, TaskContext context) {
    PreAggregation kept = kept(context);
    long before = kept.items;
    try {
      attempt(value, timestamp, context);
    } catch (Throwable thrown) {
      errors.recover(this, value, timestamp, context, thrown);
      kept.items = Math.min(kept.items, before + 1); // however many attempts there were
    }
    if (kept.items > before) {
      context.counts[slot]++; // it has a key: from now on it is the window's
    }
    if (kept.mayBeFull() && kept.isFull()) {
      handOn(context);
    }
    return ErrorPolicy.DROPPED;
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    if (passes(value, timestamp, context)) {
      apply(value, timestamp, context);
    }
  }

  @Override
  Operator next() {
    return asItIs;
  }

  /** Adds the item to its slice, the recent one. */
  @Override
  @SuppressWarnings("unchecked") // the constants are the fields
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    Object key = Keys.checked((KEY_OF == null ? keyOf : KEY_OF).keyOf(item));
    PreAggregation kept = kept(context);
    KeyedState<Object, Object> pane = kept.recent();
    int at = pane.slot(key);
    if (NUMBERS != null || numbers != null) {
      LongAggregator<Object> adds = NUMBERS == null ? Objects.requireNonNull(numbers) : NUMBERS;
      long number = pane.number(at);
      if (number == 0) {
        groupOf(key); // a key that has none is this item's error
      }
      kept.items++;
      pane.setNumber(at, adds.add(number, item));
      return item;
    }
    Object accumulator = pane.value(at);
    if (accumulator == null) {
      groupOf(key);
      accumulator = aggregator.create();
    }
    kept.items++;
    pane.set(at, aggregator.add(accumulator, item));
    return item;
  }

  private int groupOf(Object key) {
    return KeyGroups.of(codec.stableHash(key));
  }

  @Override
  public boolean watchesTime() {
    return true;
  }

  @Override
  public void advance(long before, long now, TaskContext context) {
    PreAggregation kept = kept(context);
    kept.advance(now);
    if (now >= kept.nextDue) {
      handOn(now, context);
    }
  }

  @Override
  public void handOn(TaskContext context) {
    handOn(Long.MAX_VALUE, context);
    kept(context).forget();
  }

  /** Hands on the slices that end no later than {@code now}; all if it does not pay. */
  private void handOn(long now, TaskContext context) {
    PreAggregation kept = kept(context);
    Output to = context.outputs[output];
    long entries = 0;
    for (long slice = kept.panes.first();
        slice <= now && slice != PanedState.NEVER;
        slice = kept.panes.first()) {
      @Nullable Partials[] byTarget = new @Nullable Partials[to.targets()];
      long dealt = deal(slice, byTarget, kept, context);
      entries += dealt;
      kept.entriesOfLast = dealt;
      kept.drop(slice);
      for (int target = 0; target < byTarget.length; target++) {
        Partials part = byTarget[target];
        if (part != null) {
          to.pushPart(part, slice - 1, target);
        }
      }
    }
    if (!kept.handedOn(entries) && now != Long.MAX_VALUE) {
      handOn(Long.MAX_VALUE, context); // items that go as they are must not overtake others
    }
  }

  /** Deals the entries of a slice to their subtasks; how many there are. */
  private long deal(
      long slice, @Nullable Partials[] byTarget, PreAggregation kept, TaskContext context) {
    var entries = Objects.requireNonNull(kept.panes.existing(slice)).entries();
    long count = 0;
    while (entries.next()) {
      Object key = entries.key();
      int target;
      try {
        target = KeyGroups.owner(groupOf(key), byTarget.length);
      } catch (Throwable thrown) { // it had a group before: the key has changed since
        errors.giveUp(key, slice - 1, context, thrown);
        continue;
      }
      Partials part = byTarget[target];
      if (part == null) {
        part = new Partials(slice, kept.expected(byTarget.length));
        byTarget[target] = part;
      }
      if (numbers == null) {
        part.add(key, entries.value());
      } else {
        part.add(key, ((LongAccumulator) entries.value()).value());
      }
      count++;
    }
    return count;
  }

  private PreAggregation kept(TaskContext context) {
    return (PreAggregation) Objects.requireNonNull(context.slots[slot]);
  }
}
