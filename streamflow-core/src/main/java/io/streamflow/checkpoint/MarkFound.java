package io.streamflow.checkpoint;

import io.streamflow.spi.OutboxMark;
import java.util.List;
import java.util.Optional;

/**
 * What the mark found in a sink's target says of what is there. Ids are random, so that only the
 * job's own history knows them. Decided purely; the relay acts.
 */
public sealed interface MarkFound {
  /** What stands for a missing mark where a person names one. */
  String NO_MARK = "none";

  /** What is pending was not delivered. */
  record NothingNew() implements MarkFound {}

  /** Pending output up to this one was delivered. */
  record DeliveredUpTo(OutboxMark mark) implements MarkFound {}

  /** The target has forgotten its mark, and nothing is pending: it is to be written again. */
  record Forgotten(OutboxMark confirmed) implements MarkFound {}

  /** The mark is not ours, and was named as the one to take over. */
  record TakenOver() implements MarkFound {}

  /** Nothing may be delivered. */
  record Refused(String problem) implements MarkFound {}

  /**
   * Decides.
   *
   * @param found the mark in the target
   * @param outbox what the job knows
   * @param takeOver the mark that a person wants to have taken over
   */
  static MarkFound of(Optional<OutboxMark> found, SinkOutbox outbox, Optional<String> takeOver) {
    if (found.equals(outbox.confirmed())) {
      return new NothingNew();
    }
    List<OutboxMark> pending = outbox.pending().stream().map(PendingOutbox::mark).toList();
    if (found.isPresent() && pending.contains(found.get())) {
      return new DeliveredUpTo(found.get());
    }
    String shown = found.map(OutboxMark::toString).orElse(NO_MARK);
    if (takeOver.isPresent() && takeOver.get().equals(shown)) {
      return new TakenOver();
    }
    String ours = outbox.confirmed().map(OutboxMark::toString).orElse(NO_MARK);
    String wayOut = "JobOptions.takeOver(\"" + outbox.sink() + "\", \"" + shown + "\")";
    if (found.isPresent()) {
      return new Refused(
          "its target bears the mark "
              + shown
              + ", and this job knows "
              + ours
              + ": another instance wrote there, or this checkpoint is older than the output. See"
              + " to it that no other instance runs; to go on from here, with what was written"
              + " since the checkpoint showing once more, say "
              + wayOut);
    }
    return pending.isEmpty()
        ? new Forgotten(outbox.confirmed().orElseThrow())
        : new Refused(
            "its target bears no mark, where it had "
                + ours
                + ": it was made anew, or has forgotten it, so that nobody can tell whether the"
                + " output of "
                + pending.size()
                + (pending.size() == 1 ? " checkpoint" : " checkpoints")
                + " is there. Look; to have it delivered, perhaps once more, say "
                + wayOut);
  }
}
