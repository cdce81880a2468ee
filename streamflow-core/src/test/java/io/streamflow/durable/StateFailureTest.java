package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregator;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.spi.Codec;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codecs that fail: the job ends and says where, whatever its policy; its checkpoint is intact. */
class StateFailureTest {

  private enum Trouble {
    NONE,
    WRITE,
    READ,
    LEAVES_BYTES
  }

  private static final AtomicReference<Trouble> TROUBLE = new AtomicReference<>(Trouble.NONE);

  /** A codec of numbers that fails on demand. */
  private static final class Troubled implements Codec<Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public void write(Long value, DataOutput out) throws IOException {
      if (TROUBLE.get() == Trouble.WRITE) {
        throw new IllegalStateException("no room in the codec");
      }
      out.writeLong(value);
      out.writeInt(7);
    }

    @Override
    public Long read(DataInput in) throws IOException {
      if (TROUBLE.get() == Trouble.READ) {
        throw new IOException("the bytes are strange");
      }
      long value = in.readLong();
      if (TROUBLE.get() != Trouble.LEAVES_BYTES) {
        in.readInt();
      }
      return value;
    }

    @Override
    public String fingerprint() {
      return "troubled";
    }

    @Override
    public boolean canonical() {
      return true;
    }
  }

  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers();
  private final CollectingSink<Object> out = new CollectingSink<>();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
    TROUBLE.set(Trouble.NONE);
  }

  private Pipeline pipeline() {
    return Stream.from(numbers)
        .keyBy(number -> number % 3)
        .aggregate(
            "sums",
            Aggregator.<Long, Long, Long>of(
                () -> 0L, Long::sum, Long::sum, sum -> sum, new Troubled()))
        .onError(OnError.skip())
        .to(out);
  }

  private JobOptions skipping() {
    return state.options().onError(OnError.skip());
  }

  private void storeHalf() throws InterruptedException {
    numbers.open(9);
    state.runUntil(9, pipeline(), skipping());
  }

  private void assertFailsAndGoesOnLater(Job job, String what) throws Exception {
    assertNamed(assertThatThrownBy(job::await), what);
    assertGoesOn();
  }

  private static void assertNamed(AbstractThrowableAssert<?, ?> failure, String what) {
    failure
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("failed in step 'sums'")
        .hasMessageContaining("state '")
        .hasMessageContaining("key ")
        .hasMessageContaining(what);
  }

  private void assertGoesOn() throws InterruptedException {
    TROUBLE.set(Trouble.NONE);
    numbers.open(12).shut();
    pipeline().run(skipping());
    assertThat(out.committed()).hasSize(12);
    assertThat(out.committed().subList(9, 12).toString()).contains("=18", "=22", "=26");
  }

  @Test
  void stateThatCannotBeWrittenFailsTheJob() throws Exception {
    storeHalf();
    Job job = pipeline().start(skipping());
    TROUBLE.set(Trouble.WRITE);
    numbers.open(12);
    StateUnderTest.awaitRead(job, 3);
    assertThatThrownBy(job::checkpoint)
        .isInstanceOf(io.streamflow.job.StreamFlowException.CheckpointFailed.class);
    assertFailsAndGoesOnLater(job, "no room in the codec");
  }

  @Test
  void stateThatCannotBeReadFailsTheJobAndIsNotSkipped() throws Exception {
    storeHalf();
    TROUBLE.set(Trouble.READ);
    Job job = pipeline().start(skipping());
    numbers.open(12);
    assertFailsAndGoesOnLater(job, "the bytes are strange");
  }

  @Test
  void aCodecThatReadsLessThanItWroteFailsTheJob() throws Exception {
    storeHalf();
    TROUBLE.set(Trouble.LEAVES_BYTES);
    Job job = pipeline().start(skipping());
    numbers.open(12);
    assertFailsAndGoesOnLater(job, "the codec left 4 bytes");
  }

  @Test
  void theTestDriverSaysTheSame() throws Exception {
    storeHalf();
    TROUBLE.set(Trouble.WRITE);
    numbers.open(12).shut();
    PipelineDriver driver = PipelineDriver.of(pipeline(), skipping(), 1);
    assertNamed(assertThatThrownBy(driver::run), "no room in the codec");
    assertGoesOn();
  }
}
