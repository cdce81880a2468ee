package io.streamflow.bench.peers;

import io.streamflow.bench.workload.Contender;
import io.streamflow.bench.workload.Event;
import io.streamflow.bench.workload.Feed;
import io.streamflow.bench.workload.Measured;
import io.streamflow.bench.workload.Order;
import io.streamflow.bench.workload.Run;
import io.streamflow.bench.workload.Steps;
import io.streamflow.bench.workload.Tally;
import io.streamflow.bench.workload.Workload;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Project Reactor: no event time and no keyed state, so maps alone. The source is {@code
 * Flux.generate}, the one that its documentation gives for synchronous sources without a loop of
 * their own. {@code W1-boundary} has a {@code publishOn} to a thread of its own after the first
 * map, with the default prefetch.
 */
public final class ReactorContender implements Contender {

  @Override
  public String name() {
    return "reactor";
  }

  @Override
  public String describe() {
    return "Reactor, Flux.generate; boundary: publishOn(single)";
  }

  @Override
  public boolean runs(Workload workload) {
    return workload == Workload.W1 || workload == Workload.W1_BOUNDARY;
  }

  @Override
  public Measured run(Order order) {
    Run run = Run.begin(order);
    Tally tally = new Tally(run);
    Feed feed = order.feed();
    long items = order.items();
    run.sourceBegins();
    Flux<Event> first =
        Flux.<Event, long[]>generate(
                () -> new long[1],
                (next, sink) -> {
                  if (next[0] == items) {
                    sink.complete();
                  } else {
                    sink.next(feed.at(next[0]++));
                  }
                  return next;
                })
            .map(Steps::first);
    Scheduler other = Schedulers.newSingle("boundary");
    try {
      (order.workload() == Workload.W1_BOUNDARY ? first.publishOn(other) : first)
          .filter(Steps::passes)
          .map(Steps::second)
          .doOnNext(tally::add)
          .then()
          .block();
    } finally {
      other.dispose();
    }
    run.add(tally);
    return run.end();
  }
}
