package io.streamflow.connectors.http;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends an exchange whose client is too slow: the client is answered if that is possible, and the
 * exchange's thread, which waits for the client, is interrupted; that closes the connection. Any
 * thread.
 */
final class Watch {
  /** What an exchange may wait for. */
  enum Phase {
    /** The head of the request. Nothing can be answered yet. */
    HEAD,
    /** Its body. */
    BODY,
    /** That the client takes the answer. */
    ANSWER
  }

  private final Thread exchange;
  private final ScheduledExecutorService timer;
  private final Answer tooSlow;
  private final String thread;
  private @Nullable ScheduledFuture<?> due;
  private @Nullable Phase phase;
  private Consumer<Answer> answering = _ -> {};
  private boolean over;

  /**
   * Of an exchange on this thread, which does not wait yet.
   *
   * @param thread what a thread is called that answers for it
   */
  Watch(Thread exchange, ScheduledExecutorService timer, Answer tooSlow, String thread) {
    this.thread = thread;
    this.exchange = exchange;
    this.timer = timer;
    this.tooSlow = tooSlow;
  }

  /** The exchange waits for its client, no longer than this. */
  void allow(Phase waiting, Duration time) {
    allow(waiting, time, _ -> {});
  }

  /**
   * The exchange waits for its client, no longer than this.
   *
   * @param answer how to answer when it is over
   */
  synchronized void allow(Phase waiting, Duration time, Consumer<Answer> answer) {
    leave();
    if (!over) {
      phase = waiting;
      answering = answer;
      due = timer.schedule(() -> end(waiting, tooSlow), time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Ends the wait for the client with an answer, if it is in this phase. */
  void end(Phase waiting, Answer answer) {
    Consumer<Answer> last;
    synchronized (this) {
      if (phase != waiting) {
        return;
      }
      last = answering;
      over = true;
      leave();
    }
    // Writing may wait, too, and nobody else may have to wait for that.
    Thread.ofVirtual()
        .name(thread)
        .start(() -> {
          try {
            last.accept(answer);
          } finally {
            exchange.interrupt();
          }
        });
  }

  /** The exchange does not wait for its client now; false when it was ended. */
  synchronized boolean leave() {
    phase = null;
    if (due != null) {
      due.cancel(false);
      due = null;
    }
    return !over;
  }
}
