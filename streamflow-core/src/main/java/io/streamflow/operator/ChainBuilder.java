package io.streamflow.operator;

import io.streamflow.function.IndexFunction;
import io.streamflow.job.OnError;
import io.streamflow.plan.Node;
import io.streamflow.plan.Plan;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.Codec;
import io.streamflow.spi.IndexedSource;
import io.streamflow.spi.Sink;
import io.streamflow.time.TimeToLive;
import io.streamflow.window.Windows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the steps of a stage into operators, from the last to the first, so that each can be given
 * the one it calls.
 */
public final class ChainBuilder {

  /**
   * Where items of a step leave the stage.
   *
   * @param from the step
   * @param output the number of the output in the context
   * @param keyCodec how keys are told apart, where items are dealt by the key that {@code from}
   *     tells
   * @param aggregates whether they are aggregated for {@code to}, a step of aligned windows
   * @param to the step that takes the items; its error policy is that of its key function too,
   *     wherever that is called
   */
  public record Exit(
      PlanStep from, int output, Optional<Codec<?>> keyCodec, boolean aggregates, PlanStep to) {}

  private final Plan plan;
  private final List<PlanStep> steps;
  private final List<Exit> exits;
  private final OnError jobOnError;
  private final OutputCounts counts;

  /** Past all probes, so that their sinks look at the age of items themselves. */
  private final Set<PlanStep> fed;

  private final boolean probed;
  private final Templates templates;
  private final IdentityHashMap<PlanStep, Operator> heads = new IdentityHashMap<>();
  private final IdentityHashMap<PlanStep, Partials.Taker> takers = new IdentityHashMap<>();
  private final IdentityHashMap<PlanStep, ErrorPolicy> policies = new IdentityHashMap<>();
  private final List<Operator> lastToFirst = new ArrayList<>();
  private final Map<Integer, ErrorPolicy> sources = new HashMap<>();
  private final Set<Sink<?>> deadLetterSinks = Collections.newSetFromMap(new IdentityHashMap<>());
  private int slots;

  /** For the steps of one stage, in order. */
  public ChainBuilder(
      Plan plan, List<PlanStep> steps, List<Exit> exits, OnError jobOnError, boolean fusion) {
    this(plan, steps, exits, jobOnError, false, Templates.of(fusion));
  }

  private ChainBuilder(
      Plan plan,
      List<PlanStep> steps,
      List<Exit> exits,
      OnError jobOnError,
      boolean probed,
      Templates templates) {
    this.plan = plan;
    this.steps = steps;
    this.exits = exits;
    this.jobOnError = jobOnError;
    this.counts = new OutputCounts(plan, steps, jobOnError);
    this.fed = fedByTime(steps);
    this.probed = probed;
    this.templates = templates;
  }

  /** The chain; items enter it at {@code entries}. */
  public Chain build(List<PlanStep> entries) {
    return build(entries, Set.of());
  }

  /**
   * The chain; items enter it at {@code entries}.
   *
   * @param aggregated the entries that items come to that were aggregated before they left their
   *     stage
   */
  public Chain build(List<PlanStep> entries, Set<PlanStep> aggregated) {
    Map<Integer, ChainLoop> loops = loops(entries, aggregated);
    // The same steps once more, in the same slots of a context, with probes between them.
    Map<Integer, ChainLoop> probes =
        new ChainBuilder(plan, steps, exits, jobOnError, true, Templates.of(false))
            .loops(entries, aggregated);
    return new Chain(lastToFirst.reversed(), loops, probes, sources, deadLetterSinks, slots);
  }

  private Map<Integer, ChainLoop> loops(List<PlanStep> entries, Set<PlanStep> aggregated) {
    for (PlanStep step : steps.reversed()) {
      Operator operator = expiring(step, operator(step));
      if (operator instanceof Partials.Taker taker) {
        takers.put(step, taker);
      }
      heads.put(
          step,
          probed && doesWork(step.node())
              ? make(ProbeOperator.class, step.id(), isSink(step) && !fed.contains(step), operator)
              : operator);
    }
    Map<Integer, ChainLoop> loops = new HashMap<>();
    for (PlanStep entry : entries) {
      if (!loops.containsKey(entry.id())) {
        loops.put(entry.id(), templates.loop(entry(entry, aggregated), indexFunction(entry)));
      }
    }
    return loops;
  }

  /** What the items are given that enter at a step. */
  private Operator entry(PlanStep step, Set<PlanStep> aggregated) {
    return aggregated.contains(step)
        ? make(
            PartialsOperator.class,
            head(step),
            Objects.requireNonNull(takers.get(step), step.name()))
        : head(step);
  }

  private static @Nullable IndexFunction<?> indexFunction(PlanStep step) {
    return step.node() instanceof Node.Source node && node.source() instanceof IndexedSource<?> made
        ? made.function()
        : null;
  }

  private static boolean isSink(PlanStep step) {
    return step.node() instanceof Node.Sink;
  }

  /** The steps whose items come from one of this stage that emits when time says so. */
  private static Set<PlanStep> fedByTime(List<PlanStep> steps) {
    Set<PlanStep> fed = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<PlanStep> emitting = Collections.newSetFromMap(new IdentityHashMap<>());
    for (PlanStep step : steps) { // upstreams come first
      boolean isFed = !Collections.disjoint(step.upstreams(), emitting);
      if (isFed) {
        fed.add(step);
      }
      if (isFed
          || step.node() instanceof Node.Windowed
          || step.node() instanceof Node.KeyedProcess) {
        emitting.add(step);
      }
    }
    return fed;
  }

  private static boolean doesWork(Node node) {
    return switch (node) {
      case Node.Source _, Node.Merge _, Node.KeyBy _, Node.Late _ -> false;
      default -> true;
    };
  }

  /** Puts what tells its state the time before a step whose state has a time to live. */
  private Operator expiring(PlanStep step, Operator operator) {
    Optional<TimeToLive> life = step.node().step().timeToLive();
    return life.isPresent()
        ? make(ExpiryOperator.class, life.get(), step.name(), slots++, operator)
        : operator;
  }

  private Operator head(PlanStep step) {
    return Objects.requireNonNull(heads.get(step), step.name());
  }

  private Operator operator(PlanStep step) {
    return switch (step.node()) {
      case Node.Source _ -> {
        sources.put(step.id(), errors(step));
        yield next(step);
      }
      case Node.Merge _, Node.KeyBy _, Node.Late _ -> next(step);
      case Node.AssignEventTime node ->
          node.timestamp().isPresent()
              ? make(EventTimeOperator.class, node.timestamp().get(), errors(step), next(step))
              : make(SourceTimeOperator.class, errors(step), next(step));
      case Node.Map node -> make(MapOperator.class, node.function(), errors(step), next(step));
      case Node.Filter node ->
          make(
              FilterOperator.class,
              node.predicate(),
              errors(step),
              slots++,
              counts.of(step) == OutputCounts.Way.NOT_DROPPED,
              next(step));
      case Node.FlatMap node ->
          make(
              errors(step).failsAtOnce() ? FlatMapOperator.class : CollectingFlatMapOperator.class,
              node.function(),
              errors(step),
              slots++,
              next(step));
      case Node.LimitRate node ->
          make(LimitRateOperator.class, node.perSecond(), node.burst(), slots++, next(step));
      case Node.Rolling node ->
          make(
              isNumber(node) ? RollingNumberOperator.class : RollingOperator.class,
              node.upstream().key(),
              node.aggregator(),
              node.withKey(),
              errors(step),
              slots++,
              next(step));
      case Node.Windowed node -> windowed(step, node);
      case Node.KeyedProcess node ->
          make(
              ProcessOperator.class,
              node.upstream().key(),
              node.function(),
              errors(step),
              slots++,
              next(step));
      case Node.Sink node ->
          make(SinkOperator.class, node.sink(), errors(step), slots++, fed.contains(step));
    };
  }

  private Operator windowed(PlanStep step, Node.Windowed node) {
    Node.WindowSpec spec = node.spec();
    long early = spec.earlyMillis().orElse(0L);
    return switch (spec.windows()) {
      case Windows.Tumbling _, Windows.Sliding _ ->
          aligned(step, node, WindowGrid.of(spec.windows()));
      case Windows.Session w ->
          make(
              SessionWindowOperator.class,
              node.upstream().key(),
              node.aggregator(),
              w.gapMillis(),
              Timestamps.span(spec.latenessMillis()),
              early,
              lateTaken(step),
              errors(step),
              slots++,
              next(step),
              late(step));
      case Windows.Count w -> counted(step, node, w.count(), early);
      case Windows.Global _ -> counted(step, node, CountWindowOperator.NO_LIMIT, early);
    };
  }

  /** Whether the accumulators are numbers that can lie beside their keys. */
  private static boolean isNumber(Node.Rolling node) {
    return StepStates.asNumbers(node.aggregator()) != null && node.step().timeToLive().isEmpty();
  }

  private Operator aligned(PlanStep step, Node.Windowed node, WindowGrid grid) {
    return make(
        AlignedWindowOperator.class,
        node.upstream().key(),
        node.aggregator(),
        grid,
        Timestamps.span(node.spec().latenessMillis()),
        node.spec().earlyMillis().orElse(0L),
        lateTaken(step),
        errors(step),
        slots++,
        next(step),
        late(step));
  }

  private Operator counted(PlanStep step, Node.Windowed node, long limit, long early) {
    return make(
        CountWindowOperator.class,
        node.upstream().key(),
        node.aggregator(),
        limit,
        early,
        errors(step),
        slots++,
        next(step));
  }

  private Operator make(Class<? extends Operator> template, Object... arguments) {
    Operator made = templates.make(template, arguments);
    lastToFirst.add(made);
    return made;
  }

  private ErrorPolicy errors(PlanStep step) {
    ErrorPolicy known = policies.get(step);
    if (known == null) {
      known = newErrors(step);
      policies.put(step, known);
    }
    return known;
  }

  /**
   * A policy of its own also for a step of another stage whose key function is called in this one.
   */
  private ErrorPolicy newErrors(PlanStep step) {
    ErrorPolicy made = new ErrorPolicy(step.name(), onError(step), slots++);
    if (made.deadLetterSink().isPresent()) {
      deadLetterSinks.add(made.deadLetterSink().get());
    }
    return made;
  }

  private List<PlanStep> consumers(PlanStep step) {
    List<PlanStep> here = new ArrayList<>();
    for (PlanStep consumer : plan.consumers(step)) {
      if (heads.containsKey(consumer)) {
        here.add(consumer);
      }
    }
    return here;
  }

  private boolean lateTaken(PlanStep step) {
    for (PlanStep next : plan.consumers(step)) {
      if (next.node() instanceof Node.Late) {
        return true;
      }
    }
    return false;
  }

  private Operator late(PlanStep step) {
    List<Operator> targets = new ArrayList<>();
    for (PlanStep next : consumers(step)) {
      if (next.node() instanceof Node.Late) {
        targets.add(head(next));
      }
    }
    return fanOut(targets);
  }

  /** What takes the items of a step: steps of this stage, and outputs to others. */
  private Operator next(PlanStep step) {
    List<Operator> targets = new ArrayList<>();
    for (PlanStep consumer : consumers(step)) {
      if (!(consumer.node() instanceof Node.Late) || !(step.node() instanceof Node.Windowed)) {
        targets.add(head(consumer));
      }
    }
    for (Exit exit : exits) {
      if (exit.from() == step) {
        targets.add(exit(exit));
      }
    }
    Operator next = fanOut(targets);
    boolean countsItself = step.node() instanceof Node.FlatMap;
    return !countsItself && counts.of(step) == OutputCounts.Way.COUNTED
        ? make(CountOperator.class, step.name(), slots++, next)
        : next;
  }

  private OnError onError(PlanStep step) {
    return step.node().step().onError().orElse(jobOnError);
  }

  private Operator exit(Exit exit) {
    if (exit.keyCodec().isEmpty() || !(exit.from().node() instanceof Node.KeyBy keyBy)) {
      return make(OutputOperator.class, exit.output());
    }
    Codec<?> codec = exit.keyCodec().get();
    ErrorPolicy errors = newErrors(exit.to());
    Operator out = make(KeyedOutputOperator.class, keyBy.key(), codec, errors, exit.output());
    return exit.aggregates() && exit.to().node() instanceof Node.Windowed window
        ? make(
            PreAggregateOperator.class,
            keyBy.key(),
            window.aggregator(),
            WindowGrid.of(window.spec().windows()),
            codec,
            errors,
            exit.output(),
            slots++,
            out)
        : out;
  }

  private Operator fanOut(List<Operator> targets) {
    if (targets.isEmpty()) {
      return make(DiscardOperator.class);
    }
    Operator last = targets.getLast();
    for (Operator target : targets.reversed().subList(1, targets.size())) {
      last = make(FanOutOperator.class, target, last);
    }
    return last;
  }
}
