package io.streamflow.outbox;

import io.streamflow.checkpoint.MarkFound;
import io.streamflow.checkpoint.PendingOutbox;
import io.streamflow.operator.StepFailure;
import io.streamflow.spi.Delivery;
import io.streamflow.spi.MarkedDelivery;
import io.streamflow.spi.OutboxMark;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the stored output of a sink to its target, epoch by epoch. After each new connection the
 * target's mark tells what is there already. Used by one thread: its own, or the test driver's.
 */
final class Relay {
  private final StepOutbox outbox;
  private final Courier courier;
  private final Outboxes.Crash crash;
  private final Optional<String> takeOver;

  /** Outputs that this process has not written itself, and not looked at. */
  private final Set<OutboxMark> unverified = new HashSet<>();

  private boolean recovered;
  private volatile boolean ready;

  Relay(StepOutbox outbox, Courier courier, Outboxes.Crash crash, Optional<String> takeOver) {
    this.outbox = outbox;
    this.courier = courier;
    this.crash = crash;
    this.takeOver = takeOver;
    outbox.known().pending().forEach(output -> unverified.add(output.mark()));
  }

  /** Why the last attempt has failed, while it is being repeated. Any thread. */
  Optional<String> failure() {
    return courier.failure();
  }

  /** Whether the target is known to be ours, so that the job may begin. Any thread. */
  boolean isReady() {
    return ready;
  }

  /**
   * Does what is next; false when nothing is to be done.
   *
   * @throws StepFailure when the target does not take it, or is not ours
   */
  boolean step() throws InterruptedException {
    if (!recovered || !courier.isConnected()) {
      recovered = courier.attempt("connecting to its target", this::recover);
      noteReady();
      return true;
    }
    Optional<PendingOutbox> next = outbox.next();
    if (next.isEmpty()) {
      return false;
    }
    deliver(next.get());
    noteReady();
    return true;
  }

  /** With a mark in the target that the next checkpoint will know. */
  private void noteReady() {
    ready = ready || (recovered && (!courier.isMarked() || outbox.known().confirmed().isPresent()));
  }

  private boolean recover(Delivery delivery) throws Exception {
    if (!(delivery instanceof MarkedDelivery marked)) {
      return false;
    }
    switch (MarkFound.of(marked.newest(), outbox.known(), takeOver)) {
      case MarkFound.NothingNew _ -> {}
      case MarkFound.DeliveredUpTo(OutboxMark mark) -> {
        outbox.confirm(mark);
        return true;
      }
      case MarkFound.TakenOver _ ->
          courier.warn(
              "takes its target over from the mark "
                  + takeOver.orElse("")
                  + ": what was written since the checkpoint may show once more");
      case MarkFound.Forgotten(OutboxMark confirmed) -> {
        courier.warn(
            "its target has forgotten the mark "
                + confirmed
                + ", which is written again: nothing"
                + " was to be delivered");
        return write(PendingOutbox.empty(confirmed), delivery);
      }
      case MarkFound.Refused(String problem) -> throw courier.refused(problem);
    }
    return false;
  }

  private void deliver(PendingOutbox next) throws InterruptedException {
    verify(next);
    crash.beforeDelivery();
    boolean delivered =
        courier.attempt(
            "delivering the "
                + next.records()
                + " records of epoch "
                + next.mark().epoch()
                + ", which stay in the checkpoint",
            delivery -> write(next, delivery));
    if (delivered) {
      crash.afterDelivery();
      outbox.confirm(next.mark());
    }
  }

  private boolean write(PendingOutbox output, Delivery delivery) throws Exception {
    try (StoredBatch batch = new StoredBatch(output, outbox.file(output))) {
      delivery.deliver(batch);
    }
    return true;
  }

  private void verify(PendingOutbox output) {
    if (unverified.contains(output.mark())) {
      try (StoredBatch batch = new StoredBatch(output, outbox.file(output))) {
        batch.verify();
        unverified.remove(output.mark());
      } catch (IOException e) {
        throw courier.refused(
            "the outbox "
                + outbox.file(output)
                + " cannot be read: "
                + e.getMessage()
                + ". Bring the file back; without it the output of epoch "
                + output.mark().epoch()
                + " is lost");
      }
    }
  }

  /** Nothing has happened for long: writes the mark again, for a target that forgets. */
  void refresh() throws InterruptedException {
    Optional<OutboxMark> confirmed = outbox.known().confirmed();
    if (courier.isMarked() && confirmed.isPresent()) {
      courier.attempt(
          "writing its mark again",
          delivery -> write(PendingOutbox.empty(confirmed.get()), delivery));
    }
  }

  void close() {
    courier.disconnect();
  }
}
