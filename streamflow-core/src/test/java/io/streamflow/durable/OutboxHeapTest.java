package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.job.JobOptions;
import io.streamflow.lifecycle.ChildJvm;
import io.streamflow.local.Sources;
import io.streamflow.spi.Delivery;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.OutboxBatch;
import io.streamflow.spi.OutboxRecord;
import io.streamflow.spi.OutboxSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An epoch's output may be larger than the heap. */
class OutboxHeapTest {
  private static final long RECORDS = 60_000;
  private static final int RECORD_BYTES = 1_000;

  @TempDir Path directory;

  /** Tells of what is delivered. */
  private static final class Counting implements OutboxSink<Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] encode(Long item) {
      return new byte[RECORD_BYTES];
    }

    @Override
    public Delivery connect(DeliveryContext context) {
      return new Delivery() {
        @Override
        public void deliver(OutboxBatch batch) {
          long count = 0;
          for (OutboxRecord record : batch) {
            count += record.bytes().length / RECORD_BYTES;
          }
          System.out.println("delivered " + count);
        }

        @Override
        public void close() {}
      };
    }
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void anEpochOfSixtyMegabytesPassesThroughAHeapOfThirtyTwo() throws Exception {
    List<String> command = ChildJvm.command(OutboxHeapTest.class, directory.resolve("state"));
    command.addAll(1, List.of("-Xmx32m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
    Process child = ChildJvm.start(command);
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said.strip()).isEqualTo("delivered " + RECORDS);
  }

  public static void main(String[] arguments) throws InterruptedException {
    Stream.from(Sources.generate(RECORDS, i -> i))
        .to("out", new Counting())
        .run(JobOptions.durable(Path.of(arguments[0])).checkpointInterval(Duration.ofHours(1)));
  }
}
