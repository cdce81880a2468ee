package io.streamflow.bench.peers;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelClosed;
import io.streamflow.bench.workload.Contender;
import io.streamflow.bench.workload.Event;
import io.streamflow.bench.workload.Feed;
import io.streamflow.bench.workload.Measured;
import io.streamflow.bench.workload.Order;
import io.streamflow.bench.workload.Run;
import io.streamflow.bench.workload.Steps;
import io.streamflow.bench.workload.Tally;
import io.streamflow.bench.workload.Workload;
import java.util.concurrent.FutureTask;

/**
 * Jox: a channel with room for 1,024 items between two virtual threads, as {@code Flow.buffer}
 * makes it. Without a boundary a flow of Jox is plain calls, so only {@code W1-boundary}.
 */
public final class JoxContender implements Contender {
  private static final int ROOM = 1_024;

  @Override
  public String name() {
    return "jox";
  }

  @Override
  public String describe() {
    return "Jox, buffered channel of 1,024 between two virtual threads";
  }

  @Override
  public boolean runs(Workload workload) {
    return workload == Workload.W1_BOUNDARY;
  }

  @Override
  public Measured run(Order order) throws Exception {
    Run run = Run.begin(order);
    Tally tally = new Tally(run);
    Feed feed = order.feed();
    long items = order.items();
    Channel<Event> channel = Channel.newBufferedChannel(ROOM);
    FutureTask<Void> receiver =
        new FutureTask<>(() -> {
          for (Object next = channel.receiveOrClosed();
              !(next instanceof ChannelClosed);
              next = channel.receiveOrClosed()) {
            Event event = (Event) next;
            if (Steps.passes(event)) {
              tally.add(Steps.second(event));
            }
          }
          return null;
        });
    run.sourceBegins();
    FutureTask<Void> sender =
        new FutureTask<>(() -> {
          try {
            for (long i = 0; i < items; i++) {
              channel.send(Steps.first(feed.at(i)));
            }
          } finally {
            channel.done();
          }
          return null;
        });
    Thread.ofVirtual().start(receiver);
    Thread.ofVirtual().start(sender);
    sender.get();
    receiver.get();
    run.add(tally);
    return run.end();
  }
}
