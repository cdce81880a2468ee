package io.streamflow.runtime;

import io.streamflow.checkpoint.SourcePosition;
import io.streamflow.job.JobOptions;
import io.streamflow.job.TaskView.Activity;
import io.streamflow.metrics.StepCounters;
import io.streamflow.operator.Chain;
import io.streamflow.operator.IndexRange;
import io.streamflow.operator.ItemFailure;
import io.streamflow.operator.Items;
import io.streamflow.operator.StepFailure;
import io.streamflow.operator.TaskContext;
import io.streamflow.operator.TaskInterrupted;
import io.streamflow.operator.Timestamps;
import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.IndexedReader;
import io.streamflow.spi.IndexedSource;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceReader;
import io.streamflow.time.EventTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A task that reads partitions of a source, in turn, a batch at a time, straight into its chain.
 * One partition alone may block in its reader; with several, a waiting one must not hold up the
 * others.
 */
final class SourceTask extends Task {
  /** So that a request to stop, or a timer, is seen soon. */
  private static final long LONGEST_READ_MILLIS = 50;

  /** With several partitions, how long to wait for one of them before asking the next. */
  private static final long SHORT_READ_MILLIS = 1;

  private final String job;
  private final PlanStep step;

  /** Hears of each partition that is opened: the step, and the partition's name. */
  private final BiConsumer<String, String> openings;

  private final Chain.Entry entry;
  private final List<SourcePartition> partitions = new ArrayList<>();
  private final WatermarkMerge watermarks;
  private final SourceAlignment alignment;
  private final StepCounters counters;
  private final Intake intake;
  private final Source<?> source;
  private final RestoredSource restored;
  private final @Nullable PartitionDiscovery discovery;
  private final Queue<String> arrivals;
  private final long disorderMillis;
  private final long idleAfterMillis;
  private final boolean hasEventTime;

  /** Whether the chain makes the source's items itself, from their index. */
  private final boolean indexes;

  private final int batchSize;
  private int turn;
  private boolean idleSent;
  private boolean stopping;

  /** Whether {@link TaskCheckpoints#drained} was called. */
  private boolean drained;

  private volatile boolean stopRequested;
  private volatile long publishedWatermark = Timestamps.NONE;

  /** Whether a partition that is neither idle nor ended holds the watermark where it is. */
  private volatile boolean holdsBack = true;

  private volatile boolean finished;

  private volatile List<PartitionState> published = List.of();

  SourceTask(
      String name,
      Chain chain,
      TaskContext context,
      List<Router> routers,
      JobOptions options,
      TaskWriters writers,
      @Nullable TaskCheckpoints checkpoints,
      PlanStep step,
      Source<?> source,
      List<String> partitionNames,
      RestoredSource restored,
      @Nullable PartitionDiscovery discovery,
      Optional<EventTime> eventTime,
      SourceAlignment alignment,
      BiConsumer<String, String> openings) {
    super(name, chain, context, routers, options, writers, checkpoints);
    this.job = options.name();
    this.step = step;
    this.openings = openings;
    this.source = source;
    this.restored = restored;
    this.discovery = discovery;
    this.arrivals =
        discovery == null || partitionNames.isEmpty() ? new ArrayDeque<>() : discovery.join();
    this.entry = chain.entry(step.id());
    this.watermarks = new WatermarkMerge(partitionNames.size());
    this.alignment = alignment;
    this.counters = context.counters(step.name());
    // The chain was built with the function of the plan's source, which may read as another one.
    this.indexes =
        step.node() instanceof Node.Source node
            && node.source().equals(source)
            && source instanceof IndexedSource<?>;
    this.batchSize = options.batchSize();
    this.intake = new Intake(this, step.id(), options.batchSize());
    this.hasEventTime = eventTime.isPresent();
    this.disorderMillis =
        Timestamps.span(eventTime.map(time -> time.disorder().toMillis()).orElse(0L));
    this.idleAfterMillis =
        eventTime.flatMap(EventTime::idleTimeout).map(t -> t.toMillis()).orElse(Long.MAX_VALUE);
    for (int i = 0; i < partitionNames.size(); i++) {
      partitions.add(partition(i, partitionNames.get(i)));
    }
    if (checkpoints != null) {
      checkpoints.whenStored(this::checkpointed);
    }
  }

  private SourcePartition partition(int index, String name) {
    return new SourcePartition(
        index,
        name,
        job,
        step.name(),
        source,
        alignment.join(),
        timestamp -> advance(watermarks.advance(index, timestamp - disorderMillis)));
  }

  @Override
  void open() throws Exception {
    // Before the chain: a source that is opened hears of the job's end whatever else fails.
    for (SourcePartition partition : partitions) {
      open(partition, restored.hasBegun());
    }
    super.open();
    if (discovery != null) {
      discovery.start();
    }
  }

  private void open(SourcePartition partition, boolean isNewUnlessRestored) {
    Optional<SourcePosition> position = restored.of(partition.name);
    try {
      if (position.isEmpty() && isNewUnlessRestored) {
        partition.openNew();
      } else {
        partition.open(position.map(SourcePosition::offset));
      }
    } catch (Throwable e) {
      throw failure(step.name(), "opening partition '" + partition.name + "'", e);
    }
    partition.lastHeardMillis = now();
    openings.accept(step.name(), partition.name);
    long greatest = position.map(SourcePosition::greatestTimestamp).orElse(Timestamps.NONE);
    if (hasEventTime && greatest != Timestamps.NONE) { // what was late stays late
      partition.greatest = greatest;
      watermarks.advance(partition.index, greatest - disorderMillis);
    }
  }

  /** Opens the partitions that were found since the last call. */
  private void openArrivals() {
    for (String name = arrivals.poll(); name != null; name = arrivals.poll()) {
      SourcePartition partition = partition(watermarks.add(), name);
      partitions.add(partition); // before it is opened: an opened one is closed whatever follows
      open(partition, true);
      idleSent = false;
    }
  }

  private void checkpointed(List<SourcePosition> positions) {
    // In the order of the partitions; some may be newer.
    for (int i = 0; i < positions.size(); i++) {
      SourcePartition partition = partitions.get(i);
      try {
        partition.checkpointed(positions.get(i).offset());
      } catch (Throwable e) {
        throw failure(step.name(), "telling partition '" + partition.name + "' of a checkpoint", e);
      }
    }
  }

  /** Lets the task end as if its sources had ended. Called by any thread. */
  void requestStop() {
    stopRequested = true;
  }

  /** The watermark of the partitions together, as last published; for any thread. */
  long publishedWatermark() {
    return publishedWatermark;
  }

  /** Whether {@link #publishedWatermark} counts for that of the job; for any thread. */
  boolean holdsWatermarkBack() {
    return hasEventTime && holdsBack && !finished;
  }

  /** The name of the source step. */
  String stepName() {
    return step.name();
  }

  @Override
  Outcome work(long maxWaitNanos) throws Exception {
    advance(watermarks.merged()); // the first time what was restored
    Element.Barrier due = checkpoints() == null ? null : checkpoints().due();
    if (due != null) {
      checkpoint(due, positions());
      return Outcome.WORKED;
    }
    if (stopRequested && !stopping) {
      stopping = true;
      stopReaders();
    }
    if (!stopping) {
      openArrivals();
    }
    if (watermarks.allFinished() && !finished) {
      finished = true;
      return Outcome.DONE;
    }
    if (checkpoints() != null && nothingIsRead()) {
      return awaitBarrier(checkpoints(), maxWaitNanos);
    }
    if (checkpoints() != null && checkpoints().isHeld()) {
      return rest(checkpoints(), maxWaitNanos);
    }
    noteSilence(); // however busy the other partitions are
    long maxWaitMillis = TimeUnit.NANOSECONDS.toMillis(maxWaitNanos);
    boolean alone = partitions.size() == 1;
    boolean heldBack = false;
    for (int tried = 0; tried < partitions.size(); tried++) {
      turn = turn + 1 >= partitions.size() ? 0 : turn + 1;
      SourcePartition partition = partitions.get(turn);
      if (partition.ended || partition.stopped) {
        continue;
      }
      if (hasEventTime && !stopping && alignment.isAhead(partition.alignment)) {
        partition.heldBack(now());
        heldBack = true;
        continue;
      }
      partition.letGo();
      boolean last = tried == partitions.size() - 1;
      long wait = alone ? LONGEST_READ_MILLIS : last ? SHORT_READ_MILLIS : 0;
      if (read(partition, Math.min(wait, maxWaitMillis))) {
        return Outcome.WORKED;
      }
    }
    if (maxWaitMillis > 0 && (heldBack || !alone)) {
      meter().begin(Activity.WAITING);
      TimeUnit.MILLISECONDS.sleep(SHORT_READ_MILLIS); // all may be held back, where no read waits
      meter().begin(Activity.WORKING);
    }
    return Outcome.WAITED;
  }

  private List<SourcePosition> positions() {
    return partitions.stream()
        .map(partition ->
            new SourcePosition(step.name(), partition.name, partition.offset(), partition.greatest))
        .toList();
  }

  private boolean nothingIsRead() {
    for (int i = 0; i < partitions.size(); i++) { // asked for each batch: no stream, no iterator
      if (!partitions.get(i).ended && !partitions.get(i).stopped) {
        return false;
      }
    }
    return true;
  }

  /** The task has read all it will, and stays for the checkpoints to come. */
  private Outcome awaitBarrier(TaskCheckpoints barriers, long maxWaitNanos)
      throws InterruptedException {
    if (!drained) {
      drained = true;
      barriers.drained();
      return Outcome.WORKED;
    }
    if (maxWaitNanos > 0) {
      meter().begin(Activity.WAITING);
      barriers.awaitNews(maxWaitNanos);
      meter().begin(Activity.WORKING);
    }
    return Outcome.WAITED;
  }

  /** Too much has changed since the last checkpoint: nothing is read until the next is stored. */
  private Outcome rest(TaskCheckpoints news, long maxWaitNanos) throws InterruptedException {
    long now = now();
    partitions.forEach(partition -> partition.lastHeardMillis = now);
    if (maxWaitNanos > 0) {
      meter().begin(Activity.HELD);
      news.awaitNews(Math.min(maxWaitNanos, TimeUnit.MILLISECONDS.toNanos(LONGEST_READ_MILLIS)));
      meter().begin(Activity.WORKING);
    }
    return Outcome.WAITED;
  }

  /** Reads some items through the chain; whether there were any. */
  private boolean read(SourcePartition partition, long maxWaitMillis) throws Exception {
    Items items;
    boolean ended;
    try {
      meter().begin(Activity.READING, step.name());
      if (indexes && partition.reader() instanceof IndexedReader<?> indexed) {
        long first = indexed.nextIndex();
        int count = indexed.take(Math.min(pace(), batchSize), maxWaitMillis);
        items = new IndexRange(first, indexed.stride(), count);
        ended = indexed.hasEnded();
      } else {
        items = intake.renew();
        ended = partition.reader().read(intake, maxWaitMillis) == SourceReader.Status.ENDED;
      }
      meter().begin(Activity.WORKING);
    } catch (InterruptedException | StepFailure | TaskInterrupted passedOn) {
      throw passedOn;
    } catch (Throwable e) {
      throw readingFailed(partition, e);
    }
    context.throwIfFailed(); // the reader may have swallowed what reject threw
    boolean delivered = items.count() > 0;
    if (delivered) {
      deliver(partition, items);
    }
    if (hasEventTime) {
      boolean reached = partition.greatest != Timestamps.NONE;
      partition.alignment.report(
          reached ? partition.greatest - disorderMillis : Timestamps.NONE, delivered);
      publishWatermark();
    }
    if (ended) {
      if (stopping && checkpoints() != null) {
        partition.stopped = true; // it was emptied, not ended
      } else {
        end(partition);
      }
    }
    return delivered || ended;
  }

  private void deliver(SourcePartition partition, Items items) {
    context.readFrom(partition.greatest, partition.time);
    try {
      drive(entry, items, 0, items.count());
    } catch (ItemFailure e) {
      throw readingFailed(partition, Objects.requireNonNull(e.getCause()));
    }
    partition.greatest = context.partitionMax();
    counters.in().add(items.count());
    if (checkpoints() != null) {
      checkpoints().reached(CrashPoint.SOURCE_READ);
    }
    if (context.sawTime()) { // items that are left out before they have a time tell nothing of it
      watermarks.active(partition.index);
      idleSent = false;
      partition.lastHeardMillis = now(); // after the work: meanwhile we did not listen
    }
  }

  private StepFailure readingFailed(SourcePartition partition, Throwable cause) {
    return failure(step.name(), "reading partition '" + partition.name + "'", cause);
  }

  private void end(SourcePartition partition) {
    partition.ended = true;
    partition.alignment.report(Timestamps.NONE, false);
    try {
      partition.close();
    } catch (Throwable e) {
      throw failure(step.name(), "closing partition '" + partition.name + "'", e);
    }
    advance(watermarks.finish(partition.index));
    sendIdleIfQuiet();
  }

  /**
   * Leaves the partitions that hold nothing which could not be read again. For a durable job they
   * have not ended: it goes on with them the next time, and its windows stay open until then.
   */
  private void stopReaders() {
    for (SourcePartition partition : partitions) {
      if (!partition.ended && !partition.reader().stop()) {
        if (checkpoints() == null) {
          end(partition);
        } else {
          partition.stopped = true;
        }
      }
    }
  }

  private void publishWatermark() {
    publishedWatermark = watermarks.merged();
    holdsBack = !watermarks.allQuiet();
  }

  /** Counts partitions that have been silent for too long as idle. */
  private void noteSilence() {
    if (idleAfterMillis == Long.MAX_VALUE) {
      return;
    }
    boolean noted = false;
    long now = now();
    for (SourcePartition partition : partitions) {
      if (watermarks.isActive(partition.index)
          && now - partition.lastHeardMillis >= idleAfterMillis
          && !partition.isCatchingUp()) {
        advance(watermarks.idle(partition.index));
        noted = true;
      }
    }
    if (noted) {
      sendIdleIfQuiet();
      publishWatermark();
    }
  }

  private void sendIdleIfQuiet() {
    if (watermarks.allQuiet() && !watermarks.allFinished() && !idleSent) {
      idleSent = true;
      broadcast(new Element.Idle());
    }
  }

  @Override
  void publish() {
    super.publish();
    List<PartitionState> states = new ArrayList<>(partitions.size());
    for (SourcePartition partition : partitions) {
      states.add(partition.state(watermarks, hasEventTime ? disorderMillis : Timestamps.NONE));
    }
    published = List.copyOf(states);
  }

  /** How its partitions stood when they were shown last; any thread. */
  List<PartitionState> published() {
    return published;
  }

  /** After how long a silent partition counts as idle; {@link Long#MAX_VALUE} for never. */
  long idleAfterMillis() {
    return idleAfterMillis;
  }

  @Override
  List<StepFailure> close() {
    if (discovery != null) {
      discovery.stop();
    }
    List<StepFailure> failures = super.close();
    for (SourcePartition partition : partitions) {
      try {
        partition.close();
      } catch (Throwable e) {
        failures.add(failure(step.name(), "closing partition '" + partition.name + "'", e));
      }
    }
    return failures;
  }
}
