package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.lifecycle.ChildJvm;
import io.streamflow.local.Sources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * State of several times the heap, changed as fast as it can be, without a checkpoint by the clock:
 * what has changed makes its own, and the source waits for them. Begun with a large heap, whose log
 * is too large for the small one.
 */
class StateLargerThanHeapTest {
  private static final long KEYS = 200_000;
  private static final long ITEMS = 3 * KEYS;
  private static final int PAYLOAD_BYTES = 200;
  private static final long SPREADING = 7_919; // a prime: neighbours go far apart
  private static final int ONE_OF = 500;

  @TempDir Path directory;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(long count, byte[] payload) {}

  private static final class Counting implements ProcessFunction<Long, Long, Kept, Boolean, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Kept initial(Long key) {
      return new Kept(0, new byte[PAYLOAD_BYTES]);
    }

    @Override
    public Kept onItem(Long item, Kept kept, ProcessContext<Long, Kept, Boolean, Long> context) {
      if ((context.key() + kept.count()) % ONE_OF == 0) {
        context.emit(context.key() * 10 + kept.count());
      }
      return new Kept(kept.count() + 1, kept.payload());
    }
  }

  /** So that the job does not come to its end before it is stopped. */
  private static long slowly(long item, long from) {
    if (item >= from) {
      LockSupport.parkNanos(1_000);
    }
    return item;
  }

  private static Pipeline pipeline(Path out, long slowFrom) {
    return Stream.from(Sources.generate(ITEMS, i -> slowly(i, slowFrom)))
        .keyBy(i -> i * SPREADING % KEYS)
        .process("kept", new Counting())
        .to(new PartsSink(out));
  }

  public static void main(String[] arguments) throws InterruptedException {
    long stopAfter = Long.parseLong(arguments[2]);
    JobOptions options =
        JobOptions.durable(Path.of(arguments[0]))
            .parallelism(Integer.parseInt(arguments[3]))
            .checkpointInterval(Duration.ofHours(1));
    try (Job job = pipeline(Path.of(arguments[1]), Long.parseLong(arguments[4])).start(options)) {
      StateUnderTest.awaitRead(job, stopAfter);
      if (stopAfter < ITEMS) {
        job.stop();
      }
      job.await();
      System.out.println(
          job.status().getClass().getSimpleName()
              + (job.lastCheckpoint().orElseThrow().epoch() > 2 ? " with many" : " with few"));
    }
  }

  private String run(String heap, long stopAfter, int parallelism, long slowFrom) throws Exception {
    List<String> command =
        ChildJvm.command(
            StateLargerThanHeapTest.class,
            directory.resolve("state"),
            directory.resolve("out"),
            stopAfter,
            parallelism,
            slowFrom);
    command.addAll(1, List.of("-Xmx" + heap, "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
    Process child = ChildJvm.start(command);
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    return said.strip();
  }

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void fitsThroughASmallHeap() throws Exception {
    Files.createDirectory(directory.resolve("out"));
    assertThat(run("1g", KEYS * 3 / 2, 1, KEYS * 3 / 2)).isEqualTo("Stopped with few");
    assertThat(run("24m", KEYS / 2, 1, ITEMS)).isEqualTo("Stopped with many");
    // Items on their way from task to task change state that nothing makes room for.
    assertThat(run("64m", ITEMS, 2, ITEMS)).isEqualTo("Completed with many");
    assertThat(PartsSink.committed(directory.resolve("out")))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, KEYS)
                .boxed()
                .flatMap(key ->
                    LongStream.range(0, ITEMS / KEYS)
                        .filter(count -> (key + count) % ONE_OF == 0)
                        .mapToObj(count -> String.valueOf(key * 10 + count)))
                .toList());
  }
}
