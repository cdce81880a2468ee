package io.streamflow.outbox;

import io.streamflow.checkpoint.PendingOutbox;
import io.streamflow.checkpoint.SinkOutbox;
import io.streamflow.job.OutboxView;
import io.streamflow.operator.StepFailure;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Outbox;
import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.OutboxSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.IntUnaryOperator;

/**
 * All outboxes of one run of a job. {@link #seal}, {@link #toStore} and {@link #stored} are the
 * coordinator's, around each checkpoint.
 */
public final class Outboxes {
  /** How to wait before another attempt at a delivery. */
  public interface Sleep {
    /** Waits so long. */
    void forNanos(long nanos) throws InterruptedException;
  }

  /** Lets the test driver crash; throws to let it. */
  public interface Crash {
    /** Output is about to be delivered. */
    void beforeDelivery();

    /** The target has it; nobody knows. */
    void afterDelivery();
  }

  /** Hears of what happens on the threads of relays and tasks; under no lock of an outbox. */
  public interface Events {
    /** Something was delivered, or a sink is ready. */
    void changed();

    /** There is so much output that a checkpoint should not wait. */
    void full();

    /** A sink cannot deliver. */
    void failed(StepFailure failure);
  }

  private static final Events UNHEARD =
      new Events() {
        @Override
        public void changed() {}

        @Override
        public void full() {}

        @Override
        public void failed(StepFailure failure) {
          throw failure;
        }
      };

  private final String job;
  private final Map<String, StraightTarget> straight = new HashMap<>();
  private final Map<String, StepOutbox> stored = new LinkedHashMap<>();
  private final Map<String, Relay> relays = new LinkedHashMap<>();
  private final List<RelayThread> threads = new CopyOnWriteArrayList<>();

  /** Of sinks that the plan has no more, should they return. */
  private final List<SinkOutbox> retained = new ArrayList<>();

  private final Optional<OutboxDirectory> directory;
  private final long firstEpoch;
  private final boolean planted;
  private volatile Events events = UNHEARD;
  private volatile BiConsumer<String, String> repeatsListener = (_, _) -> {};

  /** Of a job without checkpoints: what sinks are given is delivered at once. */
  public static Outboxes straight(String job, Map<String, OutboxSink<?>> sinks, Sleep sleep) {
    Outboxes outboxes = new Outboxes(job, Optional.empty(), 0, false);
    sinks.forEach((name, sink) ->
        outboxes.straight.put(
            name,
            new StraightTarget(
                new Courier(
                    sink, new DeliveryContext(job, name, false), sleep, outboxes::repeats))));
    return outboxes;
  }

  /**
   * Of a durable job.
   *
   * @param sinks by the names under which their output is found again
   * @param directory where the files are
   * @param restored as the checkpoint knows them that the job goes on from
   * @param epoch of that checkpoint
   * @param forget names of sinks that will not return
   * @param takeOver by sink, the foreign mark to go on from
   */
  public static Outboxes durable(
      String job,
      Map<String, OutboxSink<?>> sinks,
      OutboxDirectory directory,
      List<SinkOutbox> restored,
      long epoch,
      Set<String> forget,
      Map<String, String> takeOver,
      Sleep sleep,
      Crash crash) {
    Map<String, SinkOutbox> known = new TreeMap<>();
    restored.stream()
        .filter(SinkOutbox::isBegun)
        .forEach(outbox -> known.put(outbox.sink(), outbox));
    boolean planted =
        sinks.entrySet().stream()
            .anyMatch(sink -> isMarked(sink.getValue()) && !known.containsKey(sink.getKey()));
    Outboxes outboxes = new Outboxes(job, Optional.of(directory), epoch + 1, planted);
    sinks.forEach((name, sink) -> {
      SinkOutbox begins = known.remove(name);
      outboxes.add(
          begins == null ? fresh(name, sink, epoch) : begins,
          sink,
          Optional.ofNullable(takeOver.get(name)),
          sleep,
          crash);
    });
    known.values().stream()
        .filter(outbox -> !forget.contains(outbox.sink()))
        .forEach(outboxes.retained::add);
    try {
      directory.sweep(restored);
    } catch (IOException e) {
      throw new UncheckedIOException("what is left over in the outbox cannot be deleted: " + e, e);
    }
    return outboxes;
  }

  /** A mark is planted before anything is written, so that later its absence means something. */
  private static SinkOutbox fresh(String name, OutboxSink<?> sink, long epoch) {
    return new SinkOutbox(
        name,
        Optional.empty(),
        isMarked(sink) ? List.of(PendingOutbox.empty(OutboxMark.random(epoch))) : List.of());
  }

  /** Whether a sink's target keeps marks. */
  static boolean isMarked(OutboxSink<?> sink) {
    return sink.guarantee() == Guarantee.COMMITTING;
  }

  private Outboxes(
      String job, Optional<OutboxDirectory> directory, long firstEpoch, boolean planted) {
    this.job = job;
    this.directory = directory;
    this.firstEpoch = firstEpoch;
    this.planted = planted;
  }

  private void add(
      SinkOutbox begins, OutboxSink<?> sink, Optional<String> takeOver, Sleep sleep, Crash crash) {
    String name = begins.sink();
    StepOutbox outbox =
        new StepOutbox(begins, directory.orElseThrow(), sink.options(), () -> events.full());
    stored.put(name, outbox);
    relays.put(
        name,
        new Relay(
            outbox,
            new Courier(sink, new DeliveryContext(job, name, true), sleep, this::repeats),
            crash,
            takeOver));
  }

  /** Says who is to hear of what happens; before anything does. */
  public void hear(Events listener) {
    events = listener;
  }

  /** Says who hears of each attempt that fails and is repeated: the step, and what went wrong. */
  public void hearRepeats(BiConsumer<String, String> listener) {
    repeatsListener = listener;
  }

  private void repeats(String step, String what) {
    repeatsListener.accept(step, what);
  }

  /** The part of one task. */
  public TaskOutboxes forTask() {
    return new TaskOutboxes(this);
  }

  Outbox open(String sink, int subtask) {
    StepOutbox outbox = stored.get(sink);
    if (outbox != null) {
      return new SubtaskOutbox(outbox, subtask, firstEpoch);
    }
    StraightTarget target = straight.get(sink);
    return target == null ? Outbox.NONE : target.subtask(subtask);
  }

  /** Whether a mark is to be written that must be in the state directory before. */
  public boolean isPlanted() {
    return planted;
  }

  /** Starts the relays, each on its thread. */
  public void start() {
    relays.forEach((name, relay) -> {
      RelayThread thread =
          new RelayThread(
              job + "/" + name + "/delivery",
              relay,
              Objects.requireNonNull(stored.get(name)),
              () -> events.changed(),
              failure -> events.failed(failure));
      threads.add(thread);
      thread.start();
    });
  }

  /** The relays' threads. */
  public List<Thread> threads() {
    return threads.stream().map(RelayThread::thread).toList();
  }

  /**
   * In place of threads: lets one relay, picked by {@code choose}, do one piece of work; false when
   * it had none.
   */
  public boolean step(IntUnaryOperator choose) throws InterruptedException {
    List<Relay> all = List.copyOf(relays.values());
    return !all.isEmpty() && all.get(choose.applyAsInt(all.size())).step();
  }

  /** What is shown of each. Any thread. */
  public List<OutboxView> views() {
    return stored.values().stream()
        .map(outbox -> {
          Relay relay = relays.get(outbox.sink());
          return outbox.view(relay == null ? Optional.empty() : relay.failure());
        })
        .toList();
  }

  /** Whether every target is known to be ours, so that the job may begin. */
  public boolean areReady() {
    return relays.values().stream().allMatch(Relay::isReady);
  }

  /** Whether another checkpoint may be made. */
  public boolean haveRoom() {
    return stored.values().stream().allMatch(StepOutbox::hasRoom);
  }

  /** Whether everything that is stored is delivered. */
  public boolean areDelivered() {
    return stored.values().stream().allMatch(StepOutbox::isDelivered);
  }

  /** Lets no task wait for room any more: the sources are to end. */
  public void unbound() {
    stored.values().forEach(StepOutbox::unbound);
  }

  /** Ends an epoch's output, of which every task has given its part, and forces it to the disk. */
  public void seal(long epoch) {
    boolean any = false;
    String sink = "";
    try {
      for (StepOutbox outbox : stored.values()) {
        sink = outbox.sink();
        any |= outbox.seal(epoch);
      }
      if (any) {
        directory.orElseThrow().force();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the outbox of '"
              + sink
              + "' cannot be written, see to it that there is room on the disk: "
              + e.getMessage(),
          e);
    }
  }

  /** What the checkpoint tells that is to be stored now. */
  public List<SinkOutbox> toStore() {
    List<SinkOutbox> all = new ArrayList<>(retained);
    stored.values().forEach(outbox -> all.add(outbox.toStore()));
    return all;
  }

  /** That checkpoint is stored. */
  public void stored() {
    try {
      for (StepOutbox outbox : stored.values()) {
        outbox.stored();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("delivered output cannot be deleted: " + e.getMessage(), e);
    }
  }

  /** Ends the relays, and waits for their threads. What is pending stays where it is. */
  public void close() {
    threads.forEach(RelayThread::close);
    relays.values().forEach(Relay::close);
    straight.values().forEach(StraightTarget::close);
    for (StepOutbox outbox : stored.values()) {
      try {
        outbox.close();
      } catch (IOException e) {
        Logs.OUTBOX.debug("job '{}', step '{}': swept at the next start", job, outbox.sink(), e);
      }
    }
  }
}
