package io.streamflow.bench.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.IsolationLevel;

/**
 * Looks every few milliseconds how far the committed output has come, which costs next to nothing,
 * and reads it when it grows no more. One thread.
 */
final class Progress {
  private static final long EVERY_MILLIS = 10;
  private static final int LOOKS_PER_TICK = 10;
  private static final Duration AT_MOST = Duration.ofMinutes(5);

  /**
   * A look.
   *
   * @param nanos when
   * @param ends up to where each partition can be read
   * @param worker processor time of the way's process so far
   * @param broker that of the broker
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Look(long nanos, long[] ends, Duration worker, Duration broker) {
    long total() {
      return Arrays.stream(ends).sum();
    }

    boolean covers(long[] last) {
      for (int partition = 0; partition < last.length; partition++) {
        if (ends[partition] <= last[partition]) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * What was seen.
   *
   * @param firstMillis from the start to the first output
   * @param perSecond records of the input, from then on to the last output; from the start where
   *     all output came at once
   * @param workerMicros processor time of the way's process per record of the input
   * @param brokerMicros that of the broker
   */
  record Result(double firstMillis, double perSecond, double workerMicros, double brokerMicros) {}

  private final Broker broker;
  private final ProcessHandle worker;
  private final Setup setup;
  private final Digest expected;
  private final Runnable tick;
  private final List<Look> looks = new ArrayList<>();

  /** With something to be done now and then meanwhile. */
  Progress(Broker broker, ProcessHandle worker, Setup setup, Digest expected, Runnable tick) {
    this.broker = broker;
    this.worker = worker;
    this.setup = setup;
    this.expected = expected;
    this.tick = tick;
  }

  /**
   * Waits for the whole output.
   *
   * @param started when the way was told to begin
   * @param inputs how many records there are to be read
   * @throws IllegalStateException when the output is not what it must be
   */
  Result await(long started, long inputs) throws Exception {
    Duration quiet = Duration.ofMillis(500).plus(setup.interval().multipliedBy(2));
    long changed = System.nanoTime();
    while (true) {
      Thread.sleep(EVERY_MILLIS);
      Look look = look();
      if (looks.isEmpty() || look.total() > looks.getLast().total()) {
        changed = look.nanos();
      }
      looks.add(look);
      if (looks.size() % LOOKS_PER_TICK == 0) {
        tick.run();
      }
      if (look.total() >= expected.count() && look.nanos() - changed > quiet.toNanos()) {
        long[] last = verified(look.ends());
        if (last.length > 0) {
          return result(started, inputs, last);
        }
        changed = System.nanoTime();
      }
      if (look.nanos() - started > AT_MOST.toNanos()) {
        throw new IllegalStateException(
            setup
                + ": after "
                + AT_MOST
                + " the output has come to "
                + Arrays.toString(look.ends()));
      }
    }
  }

  private Look look() throws Exception {
    return new Look(
        System.nanoTime(),
        broker.ends(setup.output(), IsolationLevel.READ_COMMITTED),
        used(worker),
        used(broker.handle()));
  }

  private static Duration used(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The offset of each partition's last record; nothing while some are missing. */
  private long[] verified(long[] ends) {
    try (OutputTopic output = new OutputTopic(setup.bootstrap(), setup.output())) {
      output.readTo(ends);
      Digest digest = output.digest();
      if (digest.count() < expected.count()) {
        return new long[0];
      }
      if (!digest.equals(expected)) {
        throw new IllegalStateException(
            setup + ": the output is " + digest + ", and must be " + expected);
      }
      return output.last();
    }
  }

  private Result result(long started, long inputs, long[] last) {
    Look first = looks.stream().filter(look -> look.total() > 0).findFirst().orElseThrow();
    Look end = looks.stream().filter(look -> look.covers(last)).findFirst().orElseThrow();
    Look begin = first.nanos() == end.nanos() ? looks.getFirst() : first;
    double records = inputs * (1 - (double) begin.total() / end.total());
    return new Result(
        (first.nanos() - started) / 1e6,
        records / ((double) (end.nanos() - begin.nanos()) / TimeUnit.SECONDS.toNanos(1)),
        end.worker().minus(begin.worker()).toNanos() / 1e3 / records,
        end.broker().minus(begin.broker()).toNanos() / 1e3 / records);
  }
}
