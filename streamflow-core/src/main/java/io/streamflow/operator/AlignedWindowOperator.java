package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.LongAggregator;
import io.streamflow.function.KeyFunction;
import io.streamflow.state.HeapBackend;
import io.streamflow.state.KeyedState;
import io.streamflow.state.PanedState;
import io.streamflow.window.Pane;
import io.streamflow.window.TimeWindow;
import io.streamflow.window.WindowResult;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tumbling and sliding windows. Accumulators are kept per slice and key; a window's result is the
 * merge of its slices. There is no timer per key: closing a window walks its slices once.
 */
final class AlignedWindowOperator extends InlineOperator
    implements ErrorPolicy.Attempt, Partials.Taker {
  @SuppressWarnings("rawtypes") // as its class says
  private static final @Nullable KeyFunction KEY_OF =
      Templates.constant(MethodHandles.lookup(), KeyFunction.class);

  @SuppressWarnings("rawtypes") // as its class says
  private static final @Nullable LongAggregator NUMBERS =
      Templates.constant(MethodHandles.lookup(), LongAggregator.class);

  /** Of how many slides a window has to be for subtraction to pay. */
  private static final int PAYS_FROM = 3;

  private final KeyFunction<Object, Object> keyOf;
  private final Aggregator<Object, Object, Object> aggregator;

  /** The aggregator, if accumulators are numbers that lie beside their keys. */
  private final @Nullable LongAggregator<Object> numbers;

  private final WindowGrid grid;
  private final long lateness;
  private final long early;
  private final boolean subtracts;
  private final boolean lateTaken;
  private final ErrorPolicy errors;
  private final int slot;
  private final Operator next;
  private final Operator late;

  AlignedWindowOperator(
      KeyFunction<Object, Object> keyOf,
      Aggregator<Object, Object, Object> aggregator,
      WindowGrid grid,
      long lateness,
      long early,
      boolean lateTaken,
      ErrorPolicy errors,
      int slot,
      Operator next,
      Operator late) {
    this.keyOf = keyOf;
    this.aggregator = aggregator;
    this.numbers = StepStates.asNumbers(aggregator);
    this.grid = grid;
    this.lateness = lateness;
    this.early = early;
    this.subtracts = aggregator.canSubtract() && grid.size() / grid.slice() >= PAYS_FROM;
    this.lateTaken = lateTaken;
    this.errors = errors;
    this.slot = slot;
    this.next = next;
    this.late = late;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new AlignedWindowOperator(
        with.at(0),
        with.at(1),
        with.at(2),
        with.at(3),
        with.at(4),
        with.at(5),
        with.at(6),
        with.at(7),
        with.at(8),
        with.at(9));
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
    Slices opened =
        new Slices(
            grid,
            lateness,
            early,
            context.state.paned(
                errors.step(), StepStates.SLICES, numbers == null ? null : StepStates.NUMBERS),
            context.state.paned(errors.step(), StepStates.CHANGED),
            new LateItems(errors.step(), lateTaken, context),
            context.state.watermark(errors.step()));
    opened.publishTo(context, errors.step());
    context.slots[slot] = opened;
  }

  @Override
  boolean passes(Object value, long timestamp, TaskContext context) {
    Slices slices = slices(context);
    if (slices.isLate(timestamp)) {
      slices.lateItems.note(value, timestamp, slices.watermark);
      late.push(value, timestamp, context);
      return false;
    }
    slices.pane(timestamp);
    return true;
  }

  /** Keeps the item, which never goes on itself. */
  @Override
  Object apply(Object value, long timestamp, TaskContext context) {
    Slices slices = slices(context);
    Object key;
    try {
      key = attempt(value, timestamp, context);
    } catch (Throwable thrown) {
      key = errors.recover(this, value, timestamp, context, thrown);
      if (ErrorPolicy.isDropped(key)) {
        return key;
      }
    }
    if (slices.end <= slices.watermark || early > 0) {
      added(key, slices, context);
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
    return next;
  }

  /** Adds the item to its slice, the recent one, and returns its key. */
  @Override
  @SuppressWarnings("unchecked") // the constants are the fields
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    Object key = Keys.checked((KEY_OF == null ? keyOf : KEY_OF).keyOf(item));
    KeyedState<Object, Object> pane = slices(context).recent();
    int at = pane.slot(key);
    if (NUMBERS != null || numbers != null) {
      LongAggregator<Object> adds = NUMBERS == null ? Objects.requireNonNull(numbers) : NUMBERS;
      pane.setNumber(at, adds.add(pane.number(at), item));
      return key;
    }
    Object accumulator = pane.value(at);
    pane.set(at, aggregator.add(accumulator == null ? aggregator.create() : accumulator, item));
    return key;
  }

  @Override
  public void merge(Partials partials, TaskContext context) {
    KeyedState<Object, Object> pane = slices(context).pane(partials.slice - 1);
    if (numbers != null) {
      partials.addTo(pane, numbers);
    } else {
      partials.mergeInto(pane, aggregator, errors, context);
    }
  }

  /** Notes the change; shows windows again that were emitted without the item. */
  private void added(Object key, Slices slices, TaskContext context) {
    long end = slices.end;
    if (end <= slices.watermark) {
      slices.running = null;
      slices.disturbed = true;
    }
    if (early > 0) {
      slices.markChanged(end, key);
    }
    for (long window = grid.firstEnd(end);
        window <= Math.min(grid.lastEnd(end), slices.watermark);
        window += grid.slide()) {
      if (window + lateness > slices.watermark) {
        emitKey(key, window, Pane.LATE, slices, context);
      }
    }
  }

  @Override
  public boolean watchesTime() {
    return true;
  }

  @Override
  public void advance(long ignored, long now, TaskContext context) {
    Slices slices = slices(context);
    long before = slices.watermark;
    if (now <= before) {
      return; // after a restart older ones may come again
    }
    slices.watermark = now;
    if (now >= slices.nextDue) {
      long ended = before;
      long showAt = EarlyKeys.dueAfter(before, early);
      if (showAt <= now) {
        emitEnded(before, showAt, slices, context);
        ended = showAt;
        for (Map.Entry<Long, Set<Object>> changed : slices.takeChanged(showAt).entrySet()) {
          for (Object key : changed.getValue()) {
            emitKey(key, changed.getKey(), Pane.EARLY, slices, context);
          }
        }
      }
      emitEnded(ended, now, slices, context);
      slices.dropExpired(now);
      slices.findNextDue(now);
    }
  }

  @Override
  public void end(TaskContext context) {
    Slices slices = slices(context);
    emitEnded(slices.watermark, Long.MAX_VALUE, slices, context);
    slices.dropExpired(Long.MAX_VALUE);
  }

  /**
   * Emits each window that ended after {@code before}; stretches of time without slices cost
   * nothing.
   */
  private void emitEnded(long before, long now, Slices slices, TaskContext context) {
    PanedState<Object, Object> panes = slices.panes;
    long first = panes.first();
    if (first == PanedState.NEVER) {
      return;
    }
    long window = grid.firstEnd(first);
    if (before != Timestamps.NONE && before >= window) {
      window = grid.endAfter(before);
    }
    while (window <= now) {
      long slice = slices.firstOf(window);
      if (slice == PanedState.NEVER) {
        return;
      }
      if (slice > window) {
        window = grid.firstEnd(slice);
        continue;
      }
      emitWindow(window, slices, context);
      window += grid.slide();
    }
  }

  private void emitWindow(long window, Slices slices, TaskContext context) {
    if (subtracts && emitRunning(window, slices, context)) {
      return;
    }
    PanedState<Object, Object> panes = slices.panes;
    long first = slices.firstOf(window);
    if (panes.firstAfter(first) > window) {
      var entries = Objects.requireNonNull(panes.existing(first)).entries();
      while (entries.next()) {
        emit(entries.key(), window, entries.value(), Pane.ON_TIME, context);
      }
      return;
    }
    KeyedState<Object, Object> merged = HeapBackend.scratch(slices.keysInLastWindow);
    for (long slice = first; slice <= window; slice = panes.firstAfter(slice)) {
      var entries = Objects.requireNonNull(panes.existing(slice)).entries();
      while (entries.next()) {
        Object key = entries.key();
        int at = merged.slot(key);
        Object before = merged.value(at);
        if (ErrorPolicy.isDropped(before)) {
          continue;
        }
        try {
          merged.set(
              at, aggregator.merge(before == null ? aggregator.create() : before, entries.value()));
        } catch (Throwable thrown) {
          errors.giveUp(key, window - 1, context, thrown);
          merged.set(at, ErrorPolicy.DROPPED); // rather no result than one of half the items
        }
      }
    }
    slices.keysInLastWindow = 0;
    var entries = merged.entries();
    while (entries.next()) {
      slices.keysInLastWindow++;
      if (!ErrorPolicy.isDropped(entries.value())) {
        emit(entries.key(), window, entries.value(), Pane.ON_TIME, context);
      }
    }
  }

  /**
   * Emits a window from what it shares with the one before it; false when that is not to be: where
   * late items change slices all the time it would be made anew for each window, and where the
   * aggregator fails the slices tell for which keys.
   */
  private boolean emitRunning(long window, Slices slices, TaskContext context) {
    RunningWindow before = slices.running;
    slices.running = null; // until it is whole again
    boolean disturbed = slices.disturbed;
    slices.disturbed = false;
    RunningWindow shared;
    long after;
    if (before != null && before.emitted == window - grid.slide()) {
      shared = before;
      after = before.emitted;
    } else if (disturbed) {
      return false;
    } else {
      shared = new RunningWindow(aggregator, slices.keysInLastWindow);
      after = window - grid.size();
    }
    PanedState<Object, Object> panes = slices.panes;
    try {
      for (long slice = panes.firstAfter(after); slice <= window; slice = panes.firstAfter(slice)) {
        shared.add(Objects.requireNonNull(panes.existing(slice)));
      }
    } catch (Throwable thrown) {
      return false;
    }
    slices.keysInLastWindow = 0;
    var entries = shared.entries();
    while (entries.next()) {
      slices.keysInLastWindow++;
      emit(entries.key(), window, entries.value().accumulator, Pane.ON_TIME, context);
    }
    try {
      long last = window + grid.slide() - grid.size();
      for (long slice = slices.firstOf(window); slice <= last; slice = panes.firstAfter(slice)) {
        shared.subtract(Objects.requireNonNull(panes.existing(slice)));
      }
    } catch (Throwable thrown) {
      return true; // it is emitted; the next one is made anew
    }
    shared.emitted = window;
    slices.running = shared;
    return true;
  }

  private void emitKey(Object key, long window, Pane pane, Slices slices, TaskContext context) {
    PanedState<Object, Object> panes = slices.panes;
    long first = slices.firstOf(window);
    boolean single = panes.firstAfter(first) > window;
    Object merged = null;
    try {
      for (long slice = first; slice <= window; slice = panes.firstAfter(slice)) {
        Object accumulator = Objects.requireNonNull(panes.existing(slice)).get(key);
        if (accumulator != null) {
          merged =
              single
                  ? accumulator
                  : aggregator.merge(merged == null ? aggregator.create() : merged, accumulator);
        }
      }
    } catch (Throwable thrown) {
      errors.giveUp(key, window - 1, context, thrown);
      return;
    }
    if (merged != null) {
      emit(key, window, merged, pane, context);
    }
  }

  private void emit(Object key, long window, Object accumulator, Pane pane, TaskContext context) {
    @Nullable Object result = null;
    try {
      result = aggregator.finish(accumulator);
      if (result == null) {
        throw ErrorPolicy.nullResult();
      }
    } catch (Throwable thrown) {
      errors.giveUp(key, window - 1, context, thrown);
      return;
    }
    next.push(
        new WindowResult<>(key, new TimeWindow(window - grid.size(), window), result, pane),
        window - 1,
        context);
  }

  private Slices slices(TaskContext context) {
    return (Slices) Objects.requireNonNull(context.slots[slot]);
  }
}
