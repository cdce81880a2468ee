package io.streamflow.testing;

import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.OutboxRecord;
import io.streamflow.spi.OutboxSink;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** One start of a {@link PlayedJob}: the writers of its sink. Used by one thread. */
final class PlayedRun<T> implements AutoCloseable {
  static final String STEP = "out";

  /** What a writer has prepared, and what that was when it did. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record HandedOver(byte[] bytes, byte[] asPrepared) {}

  private final PlayedJob<T> job;
  private final Sink<T> sink;
  private final int parallelism;
  private final boolean durable;
  private final Optional<PlayedDelivery> delivery;
  private final List<SinkWriter<T>> writers = new ArrayList<>();
  private final List<TrialOutbox> outboxes = new ArrayList<>();
  private final List<HandedOver> handedOver = new ArrayList<>();
  private long preparedEpoch;
  private List<byte[]> prepared = List.of();
  private Optional<TrialBatch> batch = Optional.empty();

  PlayedRun(PlayedJob<T> job, Sink<T> sink, int parallelism, boolean durable) {
    this.job = job;
    this.sink = sink;
    this.parallelism = parallelism;
    this.durable = durable;
    this.delivery =
        OutboxSink.behind(sink).map(outbox -> new PlayedDelivery(job, outbox, STEP, durable));
  }

  /** Makes sure of the target, opens the writers, and commits what the checkpoint holds. */
  void open() throws Exception {
    if (durable && delivery.isPresent()) {
      delivery.get().recover();
    }
    for (int subtask = 0; subtask < parallelism; subtask++) {
      TrialOutbox outbox =
          new TrialOutbox(
              subtask, durable, records -> delivery.orElseThrow().deliverStraight(records));
      job.trial.called("open writer " + subtask);
      writers.add(
          Objects.requireNonNull(
              sink.open(
                  new SinkContext(
                      job.name,
                      STEP,
                      subtask,
                      parallelism,
                      durable ? OptionalLong.of(job.storedEpoch) : OptionalLong.empty(),
                      outbox)),
              "the sink opened a writer that is null"));
      outboxes.add(outbox);
      if (sink.guarantee() == Guarantee.COMMITTING
          && delivery.isEmpty()
          && !(writers.getLast() instanceof CommittingSinkWriter<?>)) {
        throw job.trial.broken(
            Clause.EXACTLY_ONCE,
            "it is COMMITTING, and its writer cannot commit",
            "a CommittingSinkWriter",
            writers.getLast().getClass().getName());
      }
    }
    if (durable) {
      for (byte[] output : job.stored) { // one writer does for all
        commit(0, job.storedEpoch, output);
      }
    }
  }

  SinkWriter<T> writer(int subtask) {
    return writers.get(subtask);
  }

  PlayedDelivery delivery() {
    return delivery.orElseThrow();
  }

  void write(int subtask, List<T> items) throws Exception {
    for (T item : items) {
      job.trial.called("write %s to writer %d".formatted(item, subtask));
      writers.get(subtask).write(item);
    }
  }

  void flush() throws Exception {
    job.trial.called("flush all writers");
    for (SinkWriter<T> writer : writers) {
      writer.flush();
    }
  }

  /** The barrier of an epoch comes to all writers. */
  void prepare(long epoch) throws Exception {
    flush();
    job.trial.called("prepare epoch " + epoch);
    List<byte[]> outputs = new ArrayList<>();
    OutboxMark mark = OutboxMark.random(epoch);
    List<OutboxRecord> records = new ArrayList<>();
    for (int subtask = 0; subtask < parallelism; subtask++) {
      records.addAll(outboxes.get(subtask).take(mark.id()));
      if (writers.get(subtask) instanceof CommittingSinkWriter<T> committing) {
        byte[] bytes = Objects.requireNonNull(committing.prepare(epoch), "prepare returned null");
        outputs.add(bytes.clone());
        handedOver.add(new HandedOver(bytes, bytes.clone()));
      }
    }
    preparedEpoch = epoch;
    prepared = outputs;
    batch =
        delivery.isPresent() && durable
            ? Optional.of(new TrialBatch(Optional.of(mark), records))
            : Optional.empty();
  }

  /** The checkpoint of the epoch prepared last is stored. */
  void store() {
    job.store(preparedEpoch, prepared, batch);
  }

  /** Commits the epoch prepared last: on each writer its own, then what the outbox holds. */
  void commit() throws Exception {
    for (int subtask = 0; subtask < prepared.size(); subtask++) {
      commit(subtask, preparedEpoch, prepared.get(subtask));
    }
    deliver();
  }

  /** Delivers what is stored, of a sink with an outbox. */
  void deliver() throws Exception {
    if (durable && delivery.isPresent()) {
      delivery.get().deliverPending();
    }
  }

  private void commit(int subtask, long epoch, byte[] output) throws Exception {
    job.trial.called("commit epoch " + epoch + " on writer " + subtask);
    if (!(writers.get(subtask) instanceof CommittingSinkWriter<T> committing)) {
      throw new IllegalStateException("the sink has prepared output, and commits nothing now");
    }
    committing.commit(epoch, output.clone());
  }

  /** Nothing that was ever prepared has changed since. */
  void requireBytesUnchanged() {
    for (HandedOver prepared : handedOver) {
      if (!Arrays.equals(prepared.bytes(), prepared.asPrepared())) {
        throw job.trial.broken(
            "what prepare returned has changed since",
            Arrays.toString(prepared.asPrepared()),
            Arrays.toString(prepared.bytes()));
      }
    }
  }

  /** A whole checkpoint. */
  void checkpoint(long epoch) throws Exception {
    prepare(epoch);
    store();
    commit();
  }

  /** The end of the input of a job without checkpoints, when one writer is closed already. */
  void finishWithout(int closed, List<T> items) throws Exception {
    for (int subtask = 0; subtask < parallelism; subtask++) {
      if (subtask != closed) {
        write(subtask, items);
        SinkWriter<T> writer = writers.get(subtask);
        writer.flush();
        if (writer instanceof CommittingSinkWriter<T> committing) {
          commit(subtask, 1, committing.prepare(1));
        }
        job.trial.called("close writer " + subtask);
        writer.close();
      }
    }
    if (delivery.isPresent()) {
      delivery.get().close();
    }
  }

  /** The end of the input of a job without checkpoints. */
  void finish() throws Exception {
    prepare(1);
    for (int subtask = 0; subtask < prepared.size(); subtask++) {
      commit(subtask, 1, prepared.get(subtask));
    }
    close();
  }

  @Override
  public void close() throws IOException {
    job.trial.called("close all writers");
    for (SinkWriter<T> writer : writers.reversed()) {
      writer.close();
    }
    if (delivery.isPresent()) {
      delivery.get().close();
    }
  }
}
