package io.streamflow.testing;

import io.streamflow.spi.Delivery;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.MarkedDelivery;
import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.OutboxRecord;
import io.streamflow.spi.OutboxSink;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one connection of a {@link PlayedRun} whose sink has an outbox. Used by one thread. */
final class PlayedDelivery implements AutoCloseable {
  private final PlayedJob<?> job;
  private final OutboxSink<?> sink;
  private final DeliveryContext context;
  private @Nullable Delivery delivery;

  PlayedDelivery(PlayedJob<?> job, OutboxSink<?> sink, String step, boolean durable) {
    this.job = job;
    this.sink = sink;
    this.context = new DeliveryContext(job.name, step, durable);
  }

  boolean isMarked() {
    return sink.guarantee() == Guarantee.COMMITTING;
  }

  /** A new connection, beside the one there is. */
  Delivery connect() throws Exception {
    job.trial.called("connect");
    Delivery made = Objects.requireNonNull(sink.connect(context), "the sink connected by null");
    if (made instanceof MarkedDelivery != isMarked()) {
      throw job.trial.broken(
          Clause.MARKED,
          "its connection does not fit its guarantee",
          sink.guarantee(),
          made.getClass().getName());
    }
    return made;
  }

  /** The newest mark of a connection that is marked. */
  Optional<OutboxMark> newest(Delivery connection) throws Exception {
    Optional<OutboxMark> newest = ((MarkedDelivery) connection).newest();
    job.trial.called("newest -> " + newest.map(OutboxMark::toString).orElse("none"));
    return newest;
  }

  /** Connects, and finds out what is delivered already. */
  void recover() throws Exception {
    Delivery open = connect();
    delivery = open;
    if (!isMarked()) {
      return;
    }
    Optional<OutboxMark> newest = newest(open);
    boolean known =
        newest.equals(Optional.ofNullable(job.confirmed))
            || job.pending.stream().anyMatch(batch -> batch.mark().equals(newest));
    if (!known) {
      throw job.trial.broken(
          Clause.NEWEST,
          "the newest mark is not the one that was written last",
          Optional.ofNullable(job.confirmed),
          newest);
    }
    if (newest.isEmpty()) { // planted, so that later its absence means something
      OutboxMark planted = OutboxMark.random(job.storedEpoch);
      deliver(open, new TrialBatch(Optional.of(planted), List.of()));
      job.confirmed = planted;
    } else if (!newest.equals(Optional.ofNullable(job.confirmed))) {
      while (!job.pending.remove().mark().equals(newest)) {
        // delivered before the one whose mark was found
      }
      job.confirmed = newest.get();
    }
  }

  /** The connection, which is made if there is none. */
  Delivery connected() throws Exception {
    Delivery open = delivery;
    if (open == null) {
      open = connect();
      delivery = open;
    }
    return open;
  }

  void deliverPending() throws Exception {
    Delivery open = connected();
    while (!job.pending.isEmpty()) {
      deliver(open, job.pending.element());
      job.confirmed = job.pending.remove().mark().orElseThrow();
    }
  }

  void deliverStraight(List<OutboxRecord> records) throws Exception {
    deliver(connected(), new TrialBatch(Optional.empty(), records));
  }

  void deliver(Delivery connection, TrialBatch batch) throws Exception {
    job.trial.called("deliver " + batch);
    connection.deliver(batch);
  }

  @Override
  public void close() throws IOException {
    Delivery open = delivery;
    delivery = null;
    if (open != null) {
      job.trial.called("close the connection");
      open.close();
    }
  }
}
