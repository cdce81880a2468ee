package io.streamflow.bench.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How long results take: from when a record was to be written, or a window was over, to when a
 * reader of committed records has what came of it. Milliseconds. One thread.
 */
final class Latency {
  private static final long AT_MOST_MILLIS = 60_000;

  private final Work work;
  private final long fromMillis;
  private final long toMillis;
  private long[] found = new long[1 << 16];
  private int count;

  /** Counts results of what was due from {@code fromMillis}, and before {@code toMillis}. */
  private Latency(Work work, long fromMillis, long toMillis) {
    this.work = work;
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
  }

  /**
   * Writes records and reads results, with the way running already.
   *
   * @throws IllegalStateException when the output is not what it must be
   */
  static Latency measure(Setup setup, int perSecond, Duration warmUp, Duration measured)
      throws InterruptedException {
    long first = System.currentTimeMillis() / 1000 * 1000 + 2000;
    long from = first + warmUp.toMillis();
    Latency latency = new Latency(setup.work(), from, from + measured.toMillis());
    try (InputTopic input = new InputTopic(setup.bootstrap(), setup.input());
        OutputTopic output = new OutputTopic(setup.bootstrap(), setup.output())) {
      Paced writer = new Paced(input, perSecond, warmUp.plus(measured), first);
      writer.start();
      while (writer.isAlive()) {
        output.poll(latency::read);
      }
      writer.join();
      Digest expected = writer.expected().of(setup.work());
      long end = System.currentTimeMillis() + AT_MOST_MILLIS;
      while (output.digest().count() < expected.count() && System.currentTimeMillis() < end) {
        if (setup.work() == Work.COUNT) {
          input.tick(writer.lastMillis());
        }
        output.poll(latency::read);
      }
      if (!output.digest().equals(expected)) {
        throw new IllegalStateException(
            setup + ": the output is " + output.digest() + ", and must be " + expected);
      }
    }
    Arrays.sort(latency.found, 0, latency.count);
    return latency;
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    long now = System.currentTimeMillis();
    long due =
        work == Work.MAP
            ? record.timestamp()
            : Work.windowEnd(new String(record.value(), StandardCharsets.UTF_8));
    if (due >= fromMillis && due < toMillis) {
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = now - due;
    }
  }

  /** So many of a hundred results take no longer. */
  double percentile(double percent) {
    return found[Math.min(count - 1, (int) (count * percent / 100))];
  }
}
