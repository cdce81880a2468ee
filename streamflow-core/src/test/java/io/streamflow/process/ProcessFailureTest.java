package io.streamflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.function.ProcessContext;
import io.streamflow.job.FailedItem;
import io.streamflow.job.OnError;
import io.streamflow.job.StreamFlowException;
import io.streamflow.process.Processing.Command;
import io.streamflow.process.Processing.Step;
import io.streamflow.testing.CollectingSink;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A call that fails leaves nothing behind: no state, no timer, no result. */
class ProcessFailureTest {

  /** Does everything a call can do, then fails on "bad" and its timers, so many times. */
  private static final class Failing implements Step {
    private static final long serialVersionUID = 1L;
    private int failures;

    Failing(int failures) {
      this.failures = failures;
    }

    @Override
    public String onItem(
        Command item, String state, ProcessContext<String, String, String, String> context)
        throws Exception {
      context.emit(item.text() + " after '" + state + "'");
      context.onEventTime(Processing.at(item.time() + 1), "timer of " + item.text());
      if (item.text().equals("bad")) {
        context.cancelTimer("timer of good");
        failMaybe();
      }
      if (item.text().equals("clear")) {
        context.clear();
        failMaybe();
      }
      return state + item.text();
    }

    @Override
    public String onTimer(
        String timer, String state, ProcessContext<String, String, String, String> context) {
      context.emit(timer + " with '" + state + "'");
      if (timer.equals("timer of late")) {
        context.onEventTime(Processing.at(1000), "timer of timer");
        failMaybe();
      }
      return state + "!";
    }

    private void failMaybe() {
      if (failures-- > 0) {
        throw new IllegalStateException("no");
      }
    }
  }

  @Test
  void aSkippedItemLeavesNothingBehind() {
    for (String bad : List.of("bad", "clear")) {
      assertThat(
              Processing.run(
                  new Failing(1), OnError.skip(), 1, "a:1:good", "a:1:" + bad, "a:1:more"))
          .containsExactly(
              "good after ''",
              "more after 'good'",
              "timer of good with 'goodmore'",
              "timer of more with 'goodmore!'");
    }
  }

  @Test
  void aSkippedTimerLeavesNothingBehind() {
    assertThat(Processing.run(new Failing(1), OnError.skip(), 1, "a:1:late", "a:9:x"))
        .containsExactly("late after ''", "x after 'late'", "timer of x with 'latex'");
  }

  @Test
  void aRetriedItemCountsOnce() {
    assertThat(
            Processing.run(
                new Failing(2), OnError.retry(2, Duration.ofMillis(1)), 1, "a:1:bad", "a:5:x"))
        .containsExactly(
            "bad after ''", "x after 'bad'", "timer of bad with 'badx'", "timer of x with 'badx!'");
  }

  @Test
  void aRetriedTimerCountsOnce() {
    assertThat(
            Processing.run(
                new Failing(2), OnError.retry(2, Duration.ofMillis(1)), 1, "a:1:late", "b:9:x"))
        .containsExactly(
            "late after ''",
            "x after ''",
            "timer of late with 'late'",
            "timer of x with 'x'",
            "timer of timer with 'late!'");
  }

  @Test
  void aRetryThatNeverSucceedsEndsAsAskedFor() {
    assertThat(
            Processing.run(
                new Failing(3),
                OnError.retry(2, Duration.ofMillis(1)).then(OnError.skip()),
                1,
                "a:1:bad",
                "a:1:x"))
        .containsExactly("x after ''", "timer of x with 'x'");
  }

  @Test
  void aDeadLetterHasTheItemAndItsTime() {
    CollectingSink<FailedItem> letters = new CollectingSink<>();
    assertThat(Processing.run(new Failing(1), OnError.deadLetter(letters), 1, "a:7:bad", "a:7:x"))
        .containsExactly("x after ''", "timer of x with 'x'");
    assertThat(letters.committed())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.step()).isEqualTo("step");
          assertThat(letter.item()).isEqualTo(new Command("a", 7, "bad"));
          assertThat(letter.timestamp()).contains(Processing.at(7));
          assertThat(letter.error()).hasMessage("no");
        });
  }

  @Test
  void byDefaultTheJobFailsAndNamesTheStep() {
    for (String bad : List.of("bad", "late")) {
      assertThatThrownBy(() -> Processing.run(new Failing(1), "a:1:" + bad, "a:9:x"))
          .isInstanceOf(StreamFlowException.JobFailed.class)
          .hasMessageContaining("'step'")
          .hasRootCauseMessage("no");
    }
  }

  @Test
  void nullAsTheNextStateIsRefusedWithTheWayOut() {
    Step none = (item, state, context) -> null;
    assertThatThrownBy(() -> Processing.run(none, "a:1:x")).hasMessageContaining("context.clear()");
  }
}
