package io.streamflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import io.streamflow.testing.ManualClock;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A partition without times must become idle, however busy its neighbour in the same task is. */
class BusyAndSilentTest {

  /** "busy" delivers for ever; "other" delivers -1 for ever, or nothing. */
  private record Partitions(boolean otherDelivers) implements Source<Long> {
    @Override
    public List<String> partitions() {
      return List.of("busy", "other");
    }

    @Override
    public SourceReader<Long> open(String partition, Optional<Offset> from) {
      return new SourceReader<>() {
        private long next;

        @Override
        public Status read(SourceOutput<Long> out, long maxWaitMillis) {
          boolean busy = partition.equals("busy");
          while ((busy || otherDelivers) && !out.isFull()) {
            out.emit(busy ? next++ : -1L);
          }
          return Status.OPEN;
        }

        @Override
        public Offset offset() {
          return Offset.of(next);
        }

        @Override
        public void close() {}
      };
    }
  }

  @ParameterizedTest
  @CsvSource({"false,1", "false,2", "true,1", "true,2"})
  void doesNotHoldTheWatermarkForEver(boolean otherDelivers, int parallelism) throws Exception {
    ManualClock clock = ManualClock.at(Instant.EPOCH);
    CountDownLatch results = new CountDownLatch(10);
    try (Job job =
        Stream.from(new Partitions(otherDelivers))
            .filter(time -> time >= 0)
            .withEventTimeMillis(time -> time, EventTime.ascending())
            .keyBy(time -> time % 2)
            .window(Windows.tumbling(Duration.ofSeconds(1)))
            .aggregate(Aggregators.count())
            .to(Sinks.forEach(result -> results.countDown()))
            .start(
                JobOptions.defaults()
                    .clock(clock)
                    .parallelism(parallelism)
                    .maxEventTimeSkew(Duration.ofDays(365_000)))) {
      assertThat(results.getCount()).as("the clock stands still").isEqualTo(10);
      while (!results.await(10, TimeUnit.MILLISECONDS)) {
        clock.advance(Duration.ofSeconds(30));
      }
      while (job.progress().watermark().isEmpty()) {
        Thread.onSpinWait();
      }
    }
  }
}
