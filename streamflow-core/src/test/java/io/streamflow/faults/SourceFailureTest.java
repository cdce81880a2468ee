package io.streamflow.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sources;
import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.ScriptedSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source may fail at any point of its life; its readers are closed whatever happens. */
class SourceFailureTest {

  enum Point {
    PARTITIONS,
    NO_PARTITIONS,
    OPEN,
    READ,
    READ_ERROR,
    EMIT_NULL,
    EMIT_TOO_MANY,
    REJECT_SWALLOWED,
    CLOSE
  }

  private static final class Faulty implements Source<Integer> {
    private static final long serialVersionUID = 1L;
    final transient AtomicInteger opened = new AtomicInteger();
    final transient AtomicInteger closed = new AtomicInteger();
    private final Point point;

    Faulty(Point point) {
      this.point = point;
    }

    @Override
    public List<String> partitions() throws IOException {
      if (point == Point.PARTITIONS) {
        throw new IOException("unreachable");
      }
      return point == Point.NO_PARTITIONS ? List.of() : List.of("p0", "p1");
    }

    @Override
    public SourceReader<Integer> open(String partition, Optional<Offset> from) throws IOException {
      if (point == Point.OPEN && partition.equals("p1")) {
        throw new IOException("no such partition");
      }
      opened.incrementAndGet();
      return new Reader();
    }

    private final class Reader implements SourceReader<Integer> {
      @Override
      @SuppressWarnings("NullAway")
      public Status read(SourceOutput<Integer> out, long maxWaitMillis) throws IOException {
        out.emit(1);
        switch (point) {
          case READ -> throw new IOException("connection lost");
          case READ_ERROR -> throw new NoClassDefFoundError("gone");
          case EMIT_NULL -> out.emit(null);
          case EMIT_TOO_MANY -> {
            for (int i = 0; i < 10_000; i++) {
              out.emit(i);
            }
          }
          case REJECT_SWALLOWED -> {
            try {
              out.reject("?", "line 1", new IOException("undecodable"));
            } catch (RuntimeException swallowed) {
              return Status.ENDED;
            }
          }
          default -> {}
        }
        return Status.ENDED;
      }

      @Override
      public Offset offset() {
        return Offset.of(0);
      }

      @Override
      public void close() throws IOException {
        closed.incrementAndGet();
        if (point == Point.CLOSE) {
          throw new IOException("cannot close");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Point.class)
  void theJobFailsNamesTheSourceAndClosesEverything(Point point) {
    for (int parallelism : List.of(1, 2)) {
      Faulty source = new Faulty(point);
      CollectingSink<Integer> sink = new CollectingSink<>();
      Pipeline pipeline = Stream.from(source).named("origin").to(sink);

      JobFailed failed =
          catchThrowableOfType(
              JobFailed.class,
              () -> pipeline.run(JobOptions.defaults().name("j").parallelism(parallelism)));

      assertThat(failed.step()).isEqualTo("origin");
      assertThat(failed).hasMessageStartingWith("job 'j' failed in step 'origin': ");
      assertThat(sink.openWriters()).isZero();
      assertThat(sink.committed()).isEmpty();
      assertThat(source.closed).hasValue(source.opened.get());
    }
  }

  @Test
  void aFailureInOnePartitionEndsTheOthersWhichHaveNoEnd() {
    CollectingSink<Long> sink = new CollectingSink<>();
    Stream<Long> endless = Stream.from(Sources.generate(i -> i)).filter(_ -> false);
    Stream<Long> failing = Stream.from(ScriptedSource.of(1L, 2L).fail("lost")).named("failing");

    JobFailed failed =
        catchThrowableOfType(JobFailed.class, () -> endless.merge(failing).to(sink).run());

    assertThat(failed.step()).isEqualTo("failing");
    assertThat(failed).hasMessageContaining("lost").hasMessageContaining("partition '0'");
    assertThat(sink.openWriters()).isZero();
  }

  @Test
  void userCodeThatThrowsOrLeavesAnInterruptFailsTheJobInsteadOfEndingItQuietly() {
    for (boolean thrown : List.of(true, false)) {
      for (int parallelism : List.of(1, 2)) {
        CollectingSink<Long> sink = new CollectingSink<>();
        Job job =
            Stream.from(Sources.generate(10_000, i -> i))
                .map(i -> {
                  if (i == 5000) {
                    if (thrown) {
                      throw new InterruptedException("from a library");
                    }
                    Thread.currentThread().interrupt();
                  }
                  return i;
                })
                .keyBy(i -> i)
                .reduce((a, _) -> a)
                .to(sink)
                .start(JobOptions.defaults().parallelism(parallelism));
        JobFailed failed = catchThrowableOfType(JobFailed.class, job::await);
        assertThat(failed)
            .hasMessageContaining(thrown ? "from a library" : "interrupted by someone else");
        assertThat(sink.committed()).isEmpty();
        assertThat(sink.openWriters()).isZero();
      }
    }
  }
}
