package io.streamflow.testing;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Calls that wait, and are interrupted. */
final class InterruptedCall {
  private InterruptedCall() {}

  /** What waits. */
  interface Waiting {
    /**
     * Makes the calls, again and again if they come back before the interrupt was {@code sent};
     * whether the thread is interrupted afterwards.
     */
    boolean call(BooleanSupplier sent) throws Exception;
  }

  /** Makes the calls on a thread of their own, which is interrupted when it waits. */
  static void requireHonoured(Trial trial, Waiting waiting) throws InterruptedException {
    AtomicBoolean sent = new AtomicBoolean();
    FutureTask<Boolean> calls = new FutureTask<>(() -> waiting.call(sent::get));
    Thread thread = new Thread(calls, "waits");
    thread.setDaemon(true);
    thread.start();
    trial.await(() ->
        switch (thread.getState()) {
          case WAITING, TIMED_WAITING, TERMINATED -> true;
          default -> false;
        });
    trial.called("interrupt");
    thread.interrupt();
    sent.set(true);
    try {
      if (!calls.get(trial.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        throw trial.broken("the interrupt is lost", "InterruptedException", "no exception");
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof InterruptedException)) {
        throw trial.broken(
            "something else is thrown", "InterruptedException", String.valueOf(e.getCause()));
      }
    } catch (TimeoutException e) {
      throw trial.broken(
          "the call goes on after it was interrupted",
          "InterruptedException within " + trial.patience(),
          thread.getState());
    }
  }
}
