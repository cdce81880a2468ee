package io.streamflow.bench.workload;

import io.streamflow.bench.LongTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A loop on one thread with tables of primitives, written for each workload: the physical limit.
 */
public final class HandContender implements Contender {
  private static final int BATCH = 512;

  @Override
  public String name() {
    return "hand";
  }

  @Override
  public String describe() {
    return "a loop on one thread, tables of primitive longs";
  }

  @Override
  public boolean peer() {
    return false;
  }

  @Override
  public boolean runs(Workload workload) {
    return !workload.durable();
  }

  @Override
  public Measured run(Order order) throws Exception {
    Run run = Run.begin(order);
    Tally tally = new Tally(run);
    switch (order.workload()) {
      case W1, W6_ELEMENT, W7 -> map(run, tally);
      case W1_BOUNDARY -> handedOver(run, tally);
      case W2, W2_WORK -> sums(run, tally);
      case W4 -> windows(run, Order.SLIDING_SECONDS, tally);
      case W5 -> sessions(run, tally);
      default -> windows(run, 1, tally);
    }
    run.add(tally);
    return run.end();
  }

  private static void map(Run run, Tally tally) {
    Feed feed = run.order().feed();
    Pace pace = new Pace(run);
    for (long i = 0; i < run.order().items(); ) {
      for (long until = pace.await(i); i < until; i++) {
        Event event = Steps.first(feed.at(i));
        if (Steps.passes(event)) {
          tally.add(Steps.second(event));
        }
      }
    }
  }

  /** Batches through a queue to a second thread. */
  private static void handedOver(Run run, Tally tally) throws InterruptedException {
    BlockingQueue<List<Event>> queue = new ArrayBlockingQueue<>(16);
    Thread source =
        Thread.ofPlatform()
            .start(() -> {
              try {
                deal(run, queue);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    for (List<Event> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
      for (Event event : batch) {
        if (Steps.passes(event)) {
          tally.add(Steps.second(event));
        }
      }
    }
    source.join();
  }

  private static void deal(Run run, BlockingQueue<List<Event>> queue) throws InterruptedException {
    Feed feed = run.order().feed();
    run.sourceBegins();
    List<Event> batch = new ArrayList<>(BATCH);
    for (long i = 0; i < run.order().items(); i++) {
      batch.add(Steps.first(feed.at(i)));
      if (batch.size() == BATCH) {
        queue.put(batch);
        batch = new ArrayList<>(BATCH);
      }
    }
    if (!batch.isEmpty()) {
      queue.put(batch);
    }
    queue.put(List.of());
  }

  private static void sums(Run run, Tally tally) {
    Feed feed = run.order().feed();
    LongTable sums = new LongTable();
    boolean works = run.order().workload().works();
    run.sourceBegins();
    for (long i = 0; i < run.order().items(); i++) {
      Event event = works ? Steps.work(feed.at(i)) : feed.at(i);
      tally.add(Steps.digest(event.key(), sums.add(event.key(), event.value())));
    }
  }

  private static void windows(Run run, int perWindow, Tally tally) {
    Feed feed = run.order().feed();
    HandWindows windows = new HandWindows(run.order(), perWindow, tally);
    boolean works = run.order().workload().works();
    Pace pace = new Pace(run);
    for (long i = 0; i < run.order().items(); ) {
      for (long until = pace.await(i); i < until; i++) {
        windows.take(works ? Steps.work(feed.at(i)) : feed.at(i));
      }
    }
    windows.end();
  }

  private static void sessions(Run run, Tally tally) {
    Feed feed = run.order().feed();
    HandSessions sessions = new HandSessions(tally, Order.GAP_MILLIS);
    run.sourceBegins();
    for (long i = 0; i < run.order().items(); i++) {
      sessions.take(feed.at(i));
    }
    sessions.end();
  }
}
