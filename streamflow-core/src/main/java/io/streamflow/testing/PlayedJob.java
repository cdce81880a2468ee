package io.streamflow.testing;

import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.Sink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job with one sink, played by a check: what its checkpoints hold, over all its starts. The sink
 * is called as the engine calls it. Used by one thread.
 */
final class PlayedJob<T> {
  final String name = "conformance-" + UUID.randomUUID();
  final SinkTarget<T> target;
  final Trial trial;

  /** What is stored and may not be delivered, of a sink with an outbox. */
  final Queue<TrialBatch> pending = new ArrayDeque<>();

  @Nullable OutboxMark confirmed;
  long storedEpoch;
  List<byte[]> stored = List.of();

  PlayedJob(SinkTarget<T> target, Trial trial) {
    this.target = target;
    this.trial = trial;
  }

  /** Starts it, anew or from its last checkpoint, with so many writers. */
  PlayedRun<T> start(int writers) throws Exception {
    trial.called("start the job with %d writers, from epoch %d".formatted(writers, storedEpoch));
    PlayedRun<T> run = new PlayedRun<>(this, sink(), writers, true);
    run.open();
    return run;
  }

  /** Starts one without checkpoints. */
  PlayedRun<T> startPlain(int writers) throws Exception {
    trial.called("start a job without checkpoints, with %d writers".formatted(writers));
    PlayedRun<T> run = new PlayedRun<>(this, sink(), writers, false);
    run.open();
    return run;
  }

  private Sink<T> sink() throws Exception {
    return Objects.requireNonNull(target.sink(), "the target has no sink");
  }

  /** The last checkpoint is that of this epoch. */
  void store(long epoch, List<byte[]> outputs, Optional<TrialBatch> batch) {
    trial.called("the checkpoint of epoch " + epoch + " is stored");
    storedEpoch = epoch;
    stored = new ArrayList<>(outputs);
    batch.ifPresent(pending::add);
  }

  /** What the target shows. */
  List<T> shown() throws Exception {
    List<T> shown = target.shown();
    trial.called("the target shows " + Trial.shown(shown, ""));
    return shown;
  }
}
