package io.streamflow.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.job.FailedItem;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.OnError;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A sink may fail at any point of its life: the job fails, names it, and closes everything. */
class SinkFailureTest {

  static List<Arguments> failures() {
    List<Arguments> all = new ArrayList<>();
    for (FaultySink.Point point : FaultySink.Point.values()) {
      for (Throwable thrown :
          List.of(
              new IOException("disk full"),
              new IllegalStateException("bad"),
              new NoClassDefFoundError("gone"))) {
        all.add(Arguments.of(point, thrown, 1));
        all.add(Arguments.of(point, thrown, 2));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theJobFailsNamesTheSinkAndClosesTheOthers(
      FaultySink.Point point, Throwable thrown, int parallelism) throws Exception {
    FaultySink<Long> faulty = new FaultySink<>(point, thrown);
    CollectingSink<Long> good = new CollectingSink<>();
    Stream<Long> items =
        Stream.from(Sources.generate(1000, i -> i).partitions(parallelism)).map(i -> i + 1);
    Job job =
        Pipeline.of(items.to("bad sink", faulty), items.to("good sink", good))
            .start(JobOptions.defaults().name("the job").parallelism(parallelism));

    JobFailed failed = catchThrowableOfType(JobFailed.class, job::await);

    assertThat(failed).hasMessageContaining("the job").hasMessageContaining("bad sink");
    assertThat(failed.step()).isEqualTo("bad sink");
    assertThat(failed).cause().isSameAs(thrown);
    assertThat(job.status()).isEqualTo(new JobStatus.Failed(failed));
    assertThat(good.openWriters()).isZero();
    assertThat(faulty.closed).hasValue(faulty.opened.get());
  }

  @Test
  void nothingIsCommittedWhenASinkCannotPrepare() {
    FaultySink<Long> faulty =
        new FaultySink<>(FaultySink.Point.PREPARE, new IOException("no space"));
    CollectingSink<Long> good = new CollectingSink<>();
    Stream<Long> items = Stream.from(Sources.generate(10, i -> i));

    var _ =
        catchThrowableOfType(
            JobFailed.class, () -> Pipeline.of(items.to(good), items.to(faulty)).run());

    assertThat(good.written()).hasSize(10);
    assertThat(good.committed()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailingDeadLetterSinkFailsTheJob(
      FaultySink.Point point, Throwable thrown, int parallelism) {
    FaultySink<FailedItem> letters = new FaultySink<>(point, thrown);
    CollectingSink<Long> good = new CollectingSink<>();
    Pipeline pipeline =
        Stream.from(Sources.generate(10, i -> i))
            .map(i -> 10 / (i - 5))
            .named("divide")
            .onError(OnError.deadLetter(letters))
            .to(good);

    JobFailed failed =
        catchThrowableOfType(
            JobFailed.class, () -> pipeline.run(JobOptions.defaults().parallelism(parallelism)));

    assertThat(failed.step()).isEqualTo("divide");
    assertThat(failed).cause().isSameAs(thrown);
    assertThat(good.openWriters()).isZero();
    if (point != FaultySink.Point.COMMIT && point != FaultySink.Point.CLOSE) {
      assertThat(good.committed()).isEmpty();
    }
    assertThat(letters.closed).hasValue(letters.opened.get());
  }
}
