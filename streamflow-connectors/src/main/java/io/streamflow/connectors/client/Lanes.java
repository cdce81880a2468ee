package io.streamflow.connectors.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does pieces of work on several virtual threads at once; those of one lane one after the other, in
 * the order in which they came. The first that fails ends all. Used by one thread.
 *
 * @param <W> the pieces
 */
public final class Lanes<W> implements AutoCloseable {
  private static final int WAITING = 4; // per lane; they may be large
  private static final long LOOK_MILLIS = 20;

  /**
   * Does a piece of work.
   *
   * @param <W> the pieces
   */
  public interface Worker<W> {
    /** Does it; on the thread of its lane. */
    void work(W piece) throws Exception;
  }

  private final Worker<W> worker;
  private final List<BlockingQueue<Optional<W>>> queues = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** So many lanes, their threads named after {@code name}. */
  public Lanes(String name, int count, Worker<W> worker) {
    this.worker = worker;
    for (int lane = 0; lane < count; lane++) {
      BlockingQueue<Optional<W>> queue = new ArrayBlockingQueue<>(WAITING);
      queues.add(queue);
      threads.add(Thread.ofVirtual().name(name + "/" + lane).unstarted(() -> run(queue)));
    }
    threads.forEach(Thread::start);
  }

  private void run(BlockingQueue<Optional<W>> queue) {
    try {
      Optional<W> next = queue.take();
      while (next.isPresent() && failure.get() == null) {
        worker.work(next.get());
        next = queue.take();
      }
    } catch (Throwable e) { // handed to the one thread that waits
      end(e);
    }
  }

  /** The first cause counts; the others are interrupted, and what they throw follows from it. */
  private void end(Throwable cause) {
    if (failure.compareAndSet(null, cause)) {
      threads.forEach(Thread::interrupt);
    }
  }

  /**
   * Adds work to the lane of a hash; waits while that is full.
   *
   * @throws Exception what a piece of work has failed with
   */
  public void add(int hash, W piece) throws Exception {
    put(queues.get(Math.floorMod(hash, queues.size())), Optional.of(piece));
  }

  private void put(BlockingQueue<Optional<W>> queue, Optional<W> next) throws Exception {
    do {
      check();
    } while (!queue.offer(next, LOOK_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void check() throws Exception {
    switch (failure.get()) {
      case null -> {}
      case Exception e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /**
   * Waits until everything is done.
   *
   * @throws Exception what a piece of work has failed with
   */
  public void finish() throws Exception {
    for (BlockingQueue<Optional<W>> queue : queues) {
      put(queue, Optional.empty());
    }
    for (Thread thread : threads) {
      thread.join();
    }
    check();
  }

  /** Interrupts what is under way, and waits for its end. */
  @Override
  public void close() {
    end(new CancellationException("closed"));
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        thread.interrupt();
        try {
          thread.join(LOOK_MILLIS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
