package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StreamFlowException;
import io.streamflow.lifecycle.ChildJvm;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One value of a hundred megabytes, in a JVM whose heap is told. */
class BigValueTest {
  private static final int BYTES = 100_000_000;

  /** Keeps what it is told to; then tells what it keeps. */
  private static final class Keeper
      implements ProcessFunction<Long, Long, byte[], String, Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] initial(Long key) {
      return new byte[0];
    }

    @Override
    public byte[] onItem(
        Long item, byte[] kept, ProcessContext<Long, byte[], String, Integer> context) {
      context.emit(Arrays.hashCode(kept));
      return kept.length == 0 ? value() : kept;
    }

    @Override
    public byte[] onTimer(
        String timer, byte[] kept, ProcessContext<Long, byte[], String, Integer> context) {
      return kept;
    }
  }

  private static byte[] value() {
    byte[] value = new byte[BYTES];
    new Random(7).nextBytes(value);
    return value;
  }

  /** Starts a job twice on a directory, and says what it finds there the second time. */
  static final class Child {
    public static void main(String[] arguments) throws InterruptedException {
      Path directory = Path.of(arguments[0]);
      JobOptions options = JobOptions.durable(directory).parallelism(1);
      CollectingSink<Integer> out = new CollectingSink<>();
      try {
        int expected = Arrays.hashCode(value());
        pipeline(1, out).run(options);
        System.out.println("stored");
        Pipeline more = pipeline(2, out);
        try (Job job = more.start(options)) {
          job.await();
        }
        System.out.println("hash " + (out.committed().getLast() == expected));
        try (StateSnapshot<Long, byte[]> read =
            more.state(directory, "keeper", Long.class, byte[].class)) {
          System.out.println("state " + (Arrays.hashCode(read.get(0L).orElseThrow()) == expected));
        }
      } catch (StreamFlowException e) {
        System.out.println(e.getMessage());
      }
    }

    private static Pipeline pipeline(long items, CollectingSink<Integer> out) {
      return Stream.from(Sources.generate(items, i -> i))
          .keyBy(_ -> 0L)
          .process("keeper", new Keeper())
          .to(out);
    }
  }

  @TempDir Path directory;

  private List<String> said(String heap) throws Exception {
    List<String> command = ChildJvm.command(Child.class, directory.resolve("state"));
    command.add(1, heap);
    Process child = ChildJvm.start(command);
    try (BufferedReader out = child.inputReader()) {
      List<String> lines = out.lines().toList();
      assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return lines;
    }
  }

  @Test
  @Timeout(180)
  void itIsStoredAndReadBack() throws Exception {
    assertThat(said("-Xmx768m")).contains("stored", "hash true", "state true");
    assertThat(Files.size(directory.resolve("state").resolve("data.mdb"))).isGreaterThan(BYTES);
  }

  @Test
  @Timeout(180)
  void aHeapThatIsTooSmallFailsTheJobAndNamesTheStep() throws Exception {
    assertThat(String.join("\n", said("-Xmx250m")))
        .contains("step 'keeper', state 'state', key 0: its value cannot be written: Java heap");
    assertThat(said("-Xmx768m")).contains("stored", "hash true", "state true");
  }
}
