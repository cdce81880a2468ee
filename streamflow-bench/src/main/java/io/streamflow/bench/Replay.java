package io.streamflow.bench;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Repeats an array for ever, but hands out only as many items as {@link #pass} has asked for. So a
 * running job can be measured piece by piece, without its start. Timestamps, where there are any,
 * go on from one repetition to the next.
 */
final class Replay implements Source<Event> {
  private static final long serialVersionUID = 1L;
  private static final int STOP = -1;

  private final transient Event[] events;
  private final transient long spanMillis;
  private final transient List<Gate> gates = new ArrayList<>();

  /**
   * A source.
   *
   * @param spanMillis how much later each repetition is; 0 for items without timestamps
   */
  Replay(Event[] events, long spanMillis, int partitions) {
    this.events = events;
    this.spanMillis = spanMillis;
    for (int i = 0; i < partitions; i++) {
      gates.add(new Gate());
    }
  }

  private static final class Gate {
    final BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
    final BlockingQueue<Long> done = new LinkedBlockingQueue<>();
  }

  /**
   * Lets items out, the same number from each partition, and waits until they were taken. Returns
   * the processor time that took on the reading threads; with more stages than one there are
   * others, so that the clock is all there is.
   */
  long pass(int items) throws InterruptedException {
    ask(items);
    long nanos = 0;
    for (Gate gate : gates) {
      Long took = gate.done.poll(1, TimeUnit.MINUTES);
      if (took == null) {
        throw new IllegalStateException("the job does not go on");
      }
      nanos += took;
    }
    return nanos;
  }

  /** Lets items out. */
  void ask(int items) {
    gates.forEach(gate -> gate.asked.add(items / gates.size()));
  }

  void end() {
    gates.forEach(gate -> gate.asked.add(STOP));
  }

  @Override
  public boolean timestamped() {
    return spanMillis != 0;
  }

  @Override
  public List<String> partitions() {
    return IntStream.range(0, gates.size()).mapToObj(Integer::toString).toList();
  }

  @Override
  public SourceReader<Event> open(String partition, Optional<Offset> from) {
    int index = Integer.parseInt(partition);
    return new Reader(gates.get(index), index);
  }

  private final class Reader implements SourceReader<Event> {
    private final Gate gate;
    private final int stride = gates.size();
    private int at;
    private long shift;
    private int left;
    private boolean working;
    private long startedAt;

    Reader(Gate gate, int at) {
      this.gate = gate;
      this.at = at;
    }

    @Override
    public Status read(SourceOutput<Event> out, long maxWaitMillis) throws InterruptedException {
      if (left == 0) {
        if (working) { // being asked again means that the last items are through
          working = false;
          gate.done.put(Workload.cpuNanos() - startedAt);
        }
        Integer more = gate.asked.poll(maxWaitMillis, TimeUnit.MILLISECONDS);
        if (more == null) {
          return Status.OPEN;
        }
        if (more == STOP) {
          return Status.ENDED;
        }
        left = more;
        working = true;
        startedAt = Workload.cpuNanos();
      }
      if (spanMillis == 0) {
        plain(out);
      } else {
        timestamped(out);
      }
      return Status.OPEN;
    }

    private void plain(SourceOutput<Event> out) {
      while (left > 0 && !out.isFull()) {
        out.emit(events[at]);
        advance();
      }
    }

    private void timestamped(SourceOutput<Event> out) {
      while (left > 0 && !out.isFull()) {
        Event event = events[at];
        out.emit(event, event.timestamp() + shift);
        advance();
      }
    }

    private void advance() {
      left--;
      at += stride;
      if (at >= events.length) {
        at -= events.length;
        shift += spanMillis;
      }
    }

    @Override
    public Offset offset() {
      return Offset.of(at);
    }

    @Override
    public void close() {}
  }
}
