package io.streamflow.bench.kafka;

import java.nio.file.Path;
import java.time.Duration;

/**
 * One run of one way.
 *
 * @param work what is done
 * @param exactlyOnce else at-least-once
 * @param interval between checkpoints, or commits
 * @param threads stream threads, or parallelism
 * @param bootstrap the broker
 * @param input the topic that is read from its start
 * @param output the topic that is written
 * @param directory where state may be kept; no other run has it
 */
record Setup(
    Work work,
    boolean exactlyOnce,
    Duration interval,
    int threads,
    String bootstrap,
    String input,
    String output,
    Path directory) {
  private static final String BETWEEN = " ";

  /** Of producers and consumers on both sides: the connector's own, in place of the defaults. */
  static final String LINGER_MILLIS = "5";

  static final String BATCH_BYTES = "65536";
  static final String POLL_RECORDS = "2000";
  static final String FETCH_BYTES = "4194304";

  /** The same from another input. */
  Setup from(String otherInput) {
    return new Setup(
        work, exactlyOnce, interval, threads, bootstrap, otherInput, output, directory);
  }

  /** The same into another output. */
  Setup to(String otherOutput, Path otherDirectory) {
    return new Setup(
        work, exactlyOnce, interval, threads, bootstrap, input, otherOutput, otherDirectory);
  }

  /** As one line for another process. */
  String line() {
    return String.join(
        BETWEEN,
        work.name(),
        "" + exactlyOnce,
        "" + interval.toMillis(),
        "" + threads,
        bootstrap,
        input,
        output,
        directory.toString());
  }

  static Setup of(String line) {
    String[] part = line.split(BETWEEN, 8);
    return new Setup(
        Work.valueOf(part[0]),
        Boolean.parseBoolean(part[1]),
        Duration.ofMillis(Long.parseLong(part[2])),
        Integer.parseInt(part[3]),
        part[4],
        part[5],
        part[6],
        Path.of(part[7]));
  }
}
