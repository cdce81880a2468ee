package io.streamflow.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregator;
import io.streamflow.function.Emitter;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.OnError;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The default policy: the first exception ends the job, and says all that is needed to mend it. */
class FailPolicyTest {
  @SuppressWarnings("StaticAssignmentOfThrowable") // compared by identity
  private static final RuntimeException BOOM = new IllegalStateException("boom");

  private static <R> R failAt7(long item, R result) {
    if (item == 7) {
      throw BOOM;
    }
    return result;
  }

  static List<Arguments> steps() {
    return List.of(
        step("map", s -> s.map(i -> failAt7(i, i)).named("map")),
        step("filter", s -> s.filter(i -> failAt7(i, true)).named("filter")),
        step(
            "flatMap",
            s ->
                s.flatMap((Long i, Emitter<Long> out) -> out.emit(failAt7(i, i))).named("flatMap")),
        step("peek", s -> s.peek(i -> failAt7(i, i)).named("peek")),
        step(
            "keys",
            s -> s.keyBy(i -> failAt7(i, "k" + i % 3)).reduce("keys", (a, b) -> a).map(i -> i)),
        step("reduce", s -> s.keyBy(_ -> "one").reduce("reduce", (a, b) -> failAt7(b, a))),
        step(
            "add",
            s ->
                s.keyBy(_ -> "one")
                    .aggregate(
                        "add",
                        Aggregator.of(() -> 0L, (n, i) -> failAt7(i, n + i), Long::sum, n -> n))
                    .map(kv -> kv.value())));
  }

  private static Arguments step(String name, Function<Stream<Long>, Stream<Long>> step) {
    return Arguments.of(name, step);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void theMessageNamesJobStepLineAndItem(String name, Function<Stream<Long>, Stream<Long>> step)
      throws Exception {
    for (int parallelism : List.of(1, 2)) {
      for (boolean fusion : List.of(true, false)) {
        CollectingSink<Long> sink = new CollectingSink<>();
        Job job =
            step.apply(Stream.from(Sources.generate(100, i -> i)))
                .to(sink)
                .start(JobOptions.defaults().name("job 1").parallelism(parallelism).fusion(fusion));

        JobFailed failed = catchThrowableOfType(JobFailed.class, job::await);

        assertThat(failed)
            .hasMessageStartingWith("job 'job 1' failed in step '" + name + "'")
            .hasMessageContaining("boom")
            .hasMessageContaining("FailPolicyTest")
            .hasMessageContaining("item: 7")
            .cause()
            .isSameAs(BOOM);
        assertThat(failed.step()).isEqualTo(name);
        assertThat(job.status()).isEqualTo(new JobStatus.Failed(failed));
        assertThat(sink.openWriters()).isZero();
        assertThat(sink.committed()).isEmpty();
      }
    }
  }

  @Test
  void theFirstStackLineIsTheUsersOwn() {
    JobFailed failed = failure(Stream.from(Sources.of("x")).map(FailPolicyTest::parse).to(sink()));
    assertThat(failed).hasMessageContaining("FailPolicyTest.parse(FailPolicyTest.java:");
    JobFailed reference = failure(Stream.from(Sources.of("x")).map(Long::parseLong).to(sink()));
    assertThat(reference.getMessage())
        .contains("NumberFormatException")
        .doesNotContain("io.streamflow.operator")
        .doesNotContain("io.streamflow.runtime");
  }

  private static long parse(String text) {
    return Long.parseLong(text);
  }

  private static <T> CollectingSink<T> sink() {
    return new CollectingSink<>();
  }

  private static JobFailed failure(Pipeline pipeline) {
    return catchThrowableOfType(
        JobFailed.class, () -> pipeline.run(JobOptions.defaults().parallelism(1)));
  }

  @Test
  void anErrorFailsTheJobWhateverThePolicy() {
    for (OnError policy : List.of(OnError.skip(), OnError.deadLetter(Sinks.forEach(_ -> {})))) {
      JobFailed failed =
          failure(
              Stream.from(Sources.of(1, 2))
                  .map(i -> {
                    if (i == 2) {
                      throw new StackOverflowError("deep");
                    }
                    return i;
                  })
                  .named("deep step")
                  .onError(policy)
                  .to(sink()));
      assertThat(failed.step()).isEqualTo("deep step");
      assertThat(failed).hasCauseInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void aNullResultIsAFailureOfItsStep() {
    JobFailed failed =
        failure(Stream.from(Sources.of(1)).<Integer>map(_ -> null).named("nothing").to(sink()));
    assertThat(failed)
        .hasMessageContaining("nothing")
        .hasMessageContaining("returned null")
        .hasMessageContaining("use filter or flatMap")
        .hasMessageNotContaining("io.streamflow.operator");
  }

  @Test
  void aNullFromTheSourceIsAFailureOfTheSource() {
    JobFailed failed =
        failure(
            Stream.from(Sources.generate(3, i -> i == 1 ? null : i)).named("numbers").to(sink()));
    assertThat(failed.step()).isEqualTo("numbers");
    assertThat(failed).hasMessageContaining("emitted null");
  }

  @Test
  void userCodeCannotSwallowTheFailureOfAStepBehindIt() {
    CollectingSink<Long> sink = new CollectingSink<>();
    JobFailed failed =
        failure(
            Stream.from(Sources.generate(1000, i -> i))
                .flatMap((Long i, Emitter<Long> out) -> {
                  try {
                    out.emit(i);
                  } catch (Throwable swallowed) {
                    // as careless code does
                  }
                })
                .map(i -> failAt7(i, i))
                .named("behind")
                .to(sink));
    assertThat(failed.step()).isEqualTo("behind");
    assertThat(sink.written()).hasSizeLessThan(8);
  }

  record Unprintable(int how) {
    @Override
    @SuppressWarnings({"ToStringReturnsNull", "InfiniteRecursion"}) // what this is for
    public String toString() {
      if (how == 1) {
        throw new IllegalArgumentException("no text");
      }
      return how == 2 ? toString() : null;
    }

    @Override
    public boolean equals(Object other) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int hashCode() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void itemsThatCannotBeShownDoNotHideTheFailure() {
    for (int how : List.of(0, 1, 2)) {
      JobFailed failed =
          failure(
              Stream.from(Sources.of(new Unprintable(how)))
                  .map(i -> failAt7(7, i))
                  .named("show")
                  .to(sink()));
      assertThat(failed.step()).isEqualTo("show");
      assertThat(failed).cause().isSameAs(BOOM);
    }
  }

  @Test
  void exceptionsThatCannotBeShownDoNotHideTheFailure() {
    RuntimeException mute =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("no message");
          }
        };
    JobFailed failed =
        failure(
            Stream.from(Sources.of(1))
                .map(i -> {
                  if (i == 1) {
                    throw mute;
                  }
                  return i;
                })
                .named("mute")
                .to(sink()));
    assertThat(failed.step()).isEqualTo("mute");
    assertThatNoException().isThrownBy(failed::getMessage);
  }
}
