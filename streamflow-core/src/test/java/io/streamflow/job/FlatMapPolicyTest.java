package io.streamflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.function.FlatMapFunction;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A flatMap that fails after it has emitted some of its results. */
class FlatMapPolicyTest {
  private final CollectingSink<String> sink = new CollectingSink<>();

  private void run(OnError onError, int failures, boolean fusion) {
    AtomicInteger left = new AtomicInteger(failures);
    FlatMapFunction<String, String> split =
        (word, out) -> {
          out.emit(word + "-first");
          if (word.equals("bad") && left.getAndDecrement() > 0) {
            throw new IllegalStateException("no");
          }
          out.emit(word + "-second");
        };
    PipelineDriver.of(
            Stream.from(ScriptedSource.of("good", "bad", "fine"))
                .flatMap(split)
                .named("split")
                .onError(onError)
                .to(sink),
            JobOptions.defaults().parallelism(1).fusion(fusion),
            1)
        .run();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingOfASkippedItemIsEmitted(boolean fusion) {
    run(OnError.skip(), 1, fusion);
    assertThat(sink.committed())
        .containsExactly("good-first", "good-second", "fine-first", "fine-second");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyTheAttemptThatSucceedsIsEmitted(boolean fusion) {
    run(OnError.retry(2, Duration.ofMillis(1)), 2, fusion);
    assertThat(sink.committed())
        .containsExactly(
            "good-first", "good-second", "bad-first", "bad-second", "fine-first", "fine-second");
  }

  @Test
  void aDeadLetterTakesTheWholeItem() {
    CollectingSink<FailedItem> letters = new CollectingSink<>();
    run(OnError.deadLetter(letters), 1, false);
    assertThat(sink.committed()).hasSize(4).noneMatch(result -> result.startsWith("bad"));
    assertThat(letters.committed()).extracting(FailedItem::item).isEqualTo(List.of("bad"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void byDefaultTheJobFailsAndCommitsNothing(boolean fusion) {
    assertThatThrownBy(() -> run(OnError.fail(), 1, fusion))
        .isInstanceOf(StreamFlowException.JobFailed.class)
        .hasMessageContaining("'split'")
        .hasMessageContaining("bad");
    assertThat(sink.committed()).isEmpty();
    assertThat(sink.openWriters()).isZero();
  }

  /** The failure of a later step is that step's, and user code between cannot swallow it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFlatMapThatCatchesEverythingDoesNotHideALaterStepsFailure(boolean fusion) {
    FlatMapFunction<String, String> swallowing =
        (word, out) -> {
          try {
            out.emit(word);
          } catch (RuntimeException swallowed) {
            out.emit("swallowed");
          }
        };
    assertThatThrownBy(() ->
            PipelineDriver.of(
                    Stream.from(ScriptedSource.of("1", "x", "2"))
                        .flatMap(swallowing)
                        .map(Integer::parseInt)
                        .named("parse")
                        .to(new CollectingSink<>()),
                    JobOptions.defaults().parallelism(1).fusion(fusion),
                    1)
                .run())
        .isInstanceOf(StreamFlowException.JobFailed.class)
        .hasMessageContaining("'parse'");
  }
}
