package io.streamflow.testing;

import io.streamflow.spi.Delivery;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.OutboxMark;
import java.util.List;
import java.util.Optional;

/** What the connection of a sink with an outbox does. */
final class SinkDeliveryChecks<T> extends SinkChecks<T> {
  SinkDeliveryChecks(SinkInput<T> input) {
    super(input, Guarantee.IDEMPOTENT);
  }

  void addTo(Additions checks, Guarantee promised) {
    if (promised == Guarantee.COMMITTING) {
      checks.add("records and mark are written together", Clause.TOGETHER, this::together);
      checks.add("the newest mark is the last one written", Clause.NEWEST, this::newest);
      checks.add("an older connection cannot write", Clause.FENCED, this::fenced);
    } else {
      checks.add(
          "a batch delivered again changes nothing",
          Clause.DELIVERED_AGAIN,
          trial -> again(trial, promised));
    }
    checks.add("a connection is closed twice", Clause.CONNECT, this::closed);
  }

  /** The job dies when the target has the batch and before anybody knows. */
  private void together(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          PlayedRun<T> run = job.start(1);
          run.write(0, items(0, 3));
          run.checkpoint(1);
          run.write(0, items(3, 6));
          run.prepare(2);
          run.store();
          Delivery unheard = run.delivery().connect();
          run.delivery().newest(unheard);
          run.delivery().deliver(unheard, job.pending.element());
          unheard.close();
          run.close();
          requireShownOnce(items(0, 6), job);
          try (PlayedRun<T> next = job.start(2)) {
            next.deliver();
            requireShowing(items(0, 6), job);
            next.write(1, items(6, 7));
            next.checkpoint(3);
          }
          requireShownOnce(items(0, 7), job);
        });
  }

  private void newest(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          try (PlayedRun<T> run = job.start(1)) {
            for (int epoch = 1; epoch <= 2; epoch++) {
              run.write(0, items(epoch, epoch + epoch % 2)); // the second has no records
              run.checkpoint(epoch);
            }
          }
          PlayedRun<T> last = job.start(1);
          Delivery asked = last.delivery().connect();
          Optional<OutboxMark> newest = last.delivery().newest(asked);
          asked.close();
          last.close();
          if (!newest.equals(Optional.ofNullable(job.confirmed))) {
            throw trial.broken("it is another mark", Optional.ofNullable(job.confirmed), newest);
          }
        });
  }

  private void fenced(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          PlayedRun<T> run = job.start(1);
          run.write(0, items(0, 2));
          run.checkpoint(1);
          Delivery newer = run.delivery().connect();
          run.delivery().newest(newer);
          run.write(0, items(2, 4));
          run.prepare(2);
          run.store();
          try {
            run.deliver();
            throw trial.broken(
                "a connection has written after newest() of a newer one", "an exception", "none");
          } catch (Exception e) {
            trial.called("  threw " + e);
          }
          requireShownOnce(items(0, 2), job);
          run.delivery().deliver(newer, job.pending.element());
          newer.close();
          run.close();
          requireShownOnce(items(0, 4), job);
        });
  }

  private void again(Trial trial, Guarantee promised) throws Exception {
    play(
        trial,
        job -> {
          PlayedRun<T> run = job.start(2);
          run.write(0, items(0, 3));
          run.write(1, items(3, 6));
          run.prepare(1);
          run.store();
          TrialBatch batch = job.pending.element();
          run.deliver();
          run.delivery().deliver(run.delivery().connected(), batch);
          run.close();
          try (PlayedRun<T> next = job.start(1)) {
            next.delivery().deliver(next.delivery().connected(), batch);
          }
          if (promised == Guarantee.IDEMPOTENT) {
            requireShownOnce(items(0, 6), job);
          } else {
            Items.requireAtLeast(items(0, 6), job.shown(), trial);
          }
        });
  }

  private void closed(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          PlayedRun<T> run = job.start(1);
          Delivery open = run.delivery().connect();
          open.close();
          trial.called("close it again");
          open.close();
          run.close();
          try (PlayedRun<T> next = job.start(1)) {
            next.write(0, items(0, 2));
            next.checkpoint(1);
          }
          requireShownOnce(items(0, 2), job);
          requireEmpty(List.copyOf(job.pending), trial);
        });
  }

  private static void requireEmpty(List<?> pending, Trial trial) {
    if (!pending.isEmpty()) {
      throw trial.broken("something is not delivered", List.of(), pending);
    }
  }
}
