package io.streamflow.bench;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What large durable state costs: {@code java -cp benchmarks.jar io.streamflow.bench.DurableState
 * load|first|pause|throughput|rate DIRECTORY [KEYS] [PER_SECOND] [COUNT] [INTERVAL_SECONDS]}.
 *
 * <ul>
 *   <li>{@code load} fills a state directory with so many keys of about 100 bytes;
 *   <li>{@code first} starts on it and tells how long the first result takes;
 *   <li>{@code pause} changes random keys at a rate, makes so many checkpoints, and tells how long
 *       tasks stood still and checkpoints took, beside a plain write of the same bytes;
 *   <li>{@code throughput} changes random ones of every hundredth key, of every tenth, and of all,
 *       as fast as it can, for {@code COUNT} seconds with a checkpoint in each of them and as long
 *       without, in turn;
 *   <li>{@code rate} changes random ones of all, as fast as it can, for so many seconds, with a
 *       checkpoint each interval: to be run with heaps of several sizes.
 * </ul>
 */
public final class DurableState {
  private static final int PAYLOAD = 80;
  private static final Duration NEVER = Duration.ofHours(10);
  private static final int ROUNDS = 5;

  private DurableState() {}

  /** A change of one key. */
  record Change(long key, long amount) {}

  /** What is kept per key: about 100 bytes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Profile(long changes, long sum, byte[] payload) {}

  /** Counts and sums the changes of a key. */
  static final class Profiles implements ProcessFunction<Long, Change, Profile, Boolean, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Profile initial(Long key) {
      byte[] payload = new byte[PAYLOAD];
      new SplittableRandom(key).nextBytes(payload);
      return new Profile(0, 0, payload);
    }

    @Override
    public Profile onItem(
        Change change, Profile now, ProcessContext<Long, Profile, Boolean, Long> context) {
      context.emit(now.changes());
      return new Profile(now.changes() + 1, now.sum() + change.amount(), now.payload());
    }
  }

  /** Runs one of the measurements. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    long keys = args.length > 2 ? Long.parseLong(args[2]) : 10_000_000;
    long perSecond = args.length > 3 ? Long.parseLong(args[3]) : keys / 100;
    long count = args.length > 4 ? Long.parseLong(args[4]) : 20;
    Duration interval = Duration.ofSeconds(args.length > 5 ? Long.parseLong(args[5]) : 1);
    switch (args[0]) {
      case "load" -> load(directory, keys);
      case "first" -> first(directory, keys);
      case "pause" -> pause(directory, keys, perSecond, count, interval);
      case "throughput" -> {
        for (int each : new int[] {100, 10, 1}) {
          throughput(directory, keys, each, count);
        }
      }
      case "rate" ->
          say(
              "%,.0f/s with a heap of %,d MiB",
              rate(directory, keys, 1, count, interval), Runtime.getRuntime().maxMemory() >> 20);
      default -> throw new IllegalArgumentException("unknown: " + args[0]);
    }
  }

  private static JobOptions options(Path directory, Duration interval) {
    return JobOptions.durable(directory)
        .name("durable-state")
        .parallelism(1)
        .checkpointInterval(interval);
  }

  private static Pipeline pipeline(Stream<Change> changes, LongAdder out, AtomicLong firstNanos) {
    return changes
        .keyBy(Change::key)
        .process("profiles", new Profiles())
        .to(
            Sinks.forEach(result -> {
              if (firstNanos.get() == 0) {
                firstNanos.compareAndSet(0, System.nanoTime());
              }
              out.increment();
            }));
  }

  private static void load(Path directory, long keys) throws Exception {
    long started = System.nanoTime();
    Stream<Change> all = Stream.from(Sources.generate(keys, i -> new Change(i, 1)));
    Job job =
        pipeline(all, new LongAdder(), new AtomicLong())
            .start(options(directory, NEVER).checkpointAfterBytes(200L << 20));
    job.await();
    say(
        "loaded %,d keys in %.1f s; the file has %,d bytes",
        keys, seconds(started), bytes(directory));
  }

  /** A new name for the source in each run: it begins anew. */
  private static Stream<Change> random(long keys, int each, long seed, long count) {
    return Stream.from(
        Sources.generate(
            count,
            i ->
                new Change(
                    new SplittableRandom(seed * 1_000_003 + i).nextLong(keys / each) * each, 1)));
  }

  private static void first(Path directory, long keys) throws Exception {
    AtomicLong firstNanos = new AtomicLong();
    LongAdder out = new LongAdder();
    long started = System.nanoTime();
    Job job =
        pipeline(random(keys, 1, started, Long.MAX_VALUE), out, firstNanos)
            .start(options(directory, NEVER));
    while (out.sum() < 10_000) {
      Thread.sleep(1);
    }
    say(
        "first result after %.0f ms, 10,000 after %.0f ms",
        (firstNanos.get() - started) / 1e6, (System.nanoTime() - started) / 1e6);
    job.cancel();
  }

  private static void pause(
      Path directory, long keys, long perSecond, long count, Duration interval) throws Exception {
    List<CheckpointInfo> made = new ArrayList<>();
    long writtenBefore = 0;
    long written = 0;
    try (Job job =
        pipeline(
                random(keys, 1, System.nanoTime(), Long.MAX_VALUE)
                    .limitRate((double) perSecond, perSecond / 100 + 1),
                new LongAdder(),
                new AtomicLong())
            .start(options(directory, interval))) {
      long last = 0;
      while (made.size() < count) {
        Thread.sleep(20);
        CheckpointInfo newest = job.lastCheckpoint().orElse(null);
        if (newest != null && newest.epoch() != last) {
          last = newest.epoch();
          made.add(newest);
          written = writtenByProcess();
          writtenBefore = made.size() == 1 ? written : writtenBefore;
        }
      }
    }
    made.removeFirst(); // the first one warms up
    say("%,d changes a second, %d checkpoints", perSecond, made.size());
    say("  entries: median %,d", median(made.stream().mapToLong(CheckpointInfo::entries)));
    say("  bytes: median %,d", median(made.stream().mapToLong(CheckpointInfo::bytes)));
    say(
        "  written to the file, as the kernel counts it: %,d bytes a checkpoint, with what was moved"
            + " from the log into the tree in between",
        (written - writtenBefore) / made.size());
    long[] pauses =
        made.stream().mapToLong(info -> info.longestPause().toNanos()).sorted().toArray();
    say(
        "  pause: median %.3f ms, p99 %.3f ms, greatest %.3f ms",
        pauses[pauses.length / 2] / 1e6,
        pauses[pauses.length * 99 / 100] / 1e6,
        pauses[pauses.length - 1] / 1e6);
    long[] durations =
        made.stream().mapToLong(info -> info.duration().toNanos()).sorted().toArray();
    say(
        "  duration: median %.0f ms, greatest %.0f ms",
        durations[durations.length / 2] / 1e6, durations[durations.length - 1] / 1e6);
    int bytes = (int) median(made.stream().mapToLong(CheckpointInfo::bytes));
    say("  a plain write of as many bytes, and fsync: %.0f ms", plainWrite(directory, bytes) / 1e6);
  }

  /** What this process has handed to the kernel to be written; 0 where the kernel does not tell. */
  private static long writtenByProcess() throws IOException {
    Path counts = Path.of("/proc/self/io");
    if (!Files.isReadable(counts)) {
      return 0;
    }
    try (java.util.stream.Stream<String> lines = Files.lines(counts)) {
      return lines
          .filter(line -> line.startsWith("wchar: "))
          .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
          .sum();
    }
  }

  private static double plainWrite(Path directory, int bytes) throws IOException {
    Path file = directory.resolveSibling("plain-write");
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    long[] nanos = new long[5];
    for (int i = 0; i < nanos.length; i++) {
      long started = System.nanoTime();
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        buffer.clear();
        channel.write(buffer);
        channel.force(true);
      }
      nanos[i] = System.nanoTime() - started;
    }
    Files.delete(file);
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }

  /**
   * One job that makes checkpoints for so many seconds, and then none, in turn: what one job's code
   * and heap happen to be like is the same on both sides.
   */
  private static void throughput(Path directory, long keys, int each, long seconds)
      throws Exception {
    LongAdder out = new LongAdder();
    double[] ratios = new double[ROUNDS];
    try (Job job =
        pipeline(random(keys, each, System.nanoTime(), Long.MAX_VALUE), out, new AtomicLong())
            .start(options(directory, NEVER))) {
      phase(job, out, seconds, true); // warm
      for (int round = 0; round < ROUNDS; round++) {
        double without = phase(job, out, seconds, false);
        double with = phase(job, out, seconds, true);
        ratios[round] = with / without;
        say(
            "1 of %d keys: %,.0f/s without checkpoints, %,.0f/s with one every second: %.2f",
            each, without, with, ratios[round]);
      }
      job.cancel();
    }
    Arrays.sort(ratios);
    say("1 of %d keys: median %.2f", each, ratios[ROUNDS / 2]);
  }

  /** The rate over so many seconds, with a checkpoint in each of them or without. */
  private static double phase(Job job, LongAdder out, long seconds, boolean checkpoints)
      throws Exception {
    job.checkpoint(); // what the phase before has changed is no matter of this one
    Thread.sleep(500);
    long before = out.sum();
    long started = System.nanoTime();
    for (int second = 1; second <= seconds; second++) {
      if (checkpoints) {
        job.checkpoint();
      }
      long left = started + second * 1_000_000_000L - System.nanoTime();
      Thread.sleep(Math.max(0, left / 1_000_000));
    }
    return (out.sum() - before) / seconds(started);
  }

  private static double rate(Path directory, long keys, int each, long seconds, Duration interval)
      throws Exception {
    LongAdder out = new LongAdder();
    Job job =
        pipeline(random(keys, each, System.nanoTime(), Long.MAX_VALUE), out, new AtomicLong())
            .start(options(directory, interval));
    Thread.sleep(3_000); // warm
    long before = out.sum();
    long started = System.nanoTime();
    Thread.sleep(seconds * 1000);
    double rate = (out.sum() - before) / seconds(started);
    job.cancel();
    return rate;
  }

  private static long median(java.util.stream.LongStream values) {
    long[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  private static long bytes(Path directory) throws IOException {
    try (java.util.stream.Stream<Path> files = Files.walk(directory)) {
      return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
    }
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
