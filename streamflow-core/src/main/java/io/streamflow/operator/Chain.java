package io.streamflow.operator;

import io.streamflow.spi.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The operators of one stage, wired to each other. Immutable: one chain serves all subtasks, each
 * with a context of its own, on its own thread.
 */
public final class Chain {
  private final List<Operator> operators;
  private final Operator[] timeWatchers;
  private final Map<Integer, ChainLoop> entries;
  private final Map<Integer, ChainLoop> probes;
  private final Map<Integer, ErrorPolicy> sources;
  private final Set<Sink<?>> deadLetterSinks;
  private final int slotCount;

  /**
   * A chain.
   *
   * @param operators all operators, each after those that call it
   * @param entries the loops over the operators that items enter at, by step id
   * @param probes the same with a probe before each step; with the same slots
   * @param sources the error policies of the source steps, by step id
   * @param deadLetterSinks where items go that the operators cannot take
   * @param slotCount how many slots a context needs
   */
  Chain(
      List<Operator> operators,
      Map<Integer, ChainLoop> entries,
      Map<Integer, ChainLoop> probes,
      Map<Integer, ErrorPolicy> sources,
      Set<Sink<?>> deadLetterSinks,
      int slotCount) {
    this.operators = List.copyOf(operators);
    List<Operator> watchers = new ArrayList<>();
    for (Operator operator : operators) {
      if (operator.watchesTime()) {
        watchers.add(operator);
      }
    }
    this.timeWatchers = watchers.toArray(new Operator[0]);
    this.entries = Map.copyOf(entries);
    this.probes = Map.copyOf(probes);
    this.sources = Map.copyOf(sources);
    this.deadLetterSinks = deadLetterSinks;
    this.slotCount = slotCount;
  }

  /** Where items go that the operators cannot take; compared by identity. */
  public Set<Sink<?>> deadLetterSinks() {
    return deadLetterSinks;
  }

  /** How many slots a context needs. */
  public int slotCount() {
    return slotCount;
  }

  /** Makes the operators' parts of a subtask. */
  public void open(TaskContext context) throws Exception {
    for (ErrorPolicy source : sources.values()) {
      source.open(context);
    }
    for (Operator operator : operators) {
      operator.open(context);
    }
  }

  /** Deals with a record that the source step could not decode, by the step's error policy. */
  public void reject(
      int sourceId, Object record, String where, Exception cause, TaskContext context) {
    Objects.requireNonNull(sources.get(sourceId)).reject(record, where, cause, context);
  }

  /** Where items enter. */
  public Entry entry(int stepId) {
    return new Entry(
        Objects.requireNonNull(entries.get(stepId), "no such entry"),
        Objects.requireNonNull(probes.get(stepId)));
  }

  /** A place where items enter the chain. */
  public static final class Entry {
    private final ChainLoop loop;
    private final ChainLoop probed;

    private Entry(ChainLoop loop, ChainLoop probed) {
      this.loop = loop;
      this.probed = probed;
    }

    /**
     * Drives items {@code from} (inclusive) to {@code to} (exclusive) through the chain.
     *
     * @throws ItemFailure when the source's function cannot make one of a range
     */
    public void run(Items items, int from, int to, TaskContext context) {
      loop.run(items, from, to, context);
      context.throwIfFailed();
    }

    /** The same, and measures each item on its way. */
    public void runProbed(Items items, int from, int to, long nowNanos, TaskContext context) {
      Probe probe = context.probe();
      probe.begin(nowNanos);
      probed.run(items, from, to, context);
      probe.end();
      context.throwIfFailed();
    }
  }

  /** Tells every operator that the watermark has moved, in the order in which items flow. */
  public void advance(long before, long now, TaskContext context) {
    for (Operator operator : timeWatchers) {
      operator.advance(before, now, context);
    }
  }

  /** When the job's clock is to be looked at next. */
  public long nextProcessingTime(TaskContext context) {
    long next = Long.MAX_VALUE;
    for (Operator operator : timeWatchers) {
      next = Math.min(next, operator.nextProcessingTime(context));
    }
    return next;
  }

  /** Fires what is due on the job's clock. */
  public void processingTime(long nowMillis, TaskContext context) {
    for (Operator operator : timeWatchers) {
      if (operator.nextProcessingTime(context) <= nowMillis) {
        operator.processingTime(nowMillis, context);
      }
    }
  }

  /** Lets operators hand on what they keep back for other stages. */
  public void handOn(TaskContext context) {
    for (Operator operator : timeWatchers) {
      operator.handOn(context);
    }
  }

  /** Tells every operator that the input has ended, in the order in which items flow. */
  public void end(TaskContext context) {
    for (Operator operator : timeWatchers) {
      operator.end(context);
    }
  }
}
