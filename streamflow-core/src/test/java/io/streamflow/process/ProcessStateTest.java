package io.streamflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.process.Processing.Step;
import org.junit.jupiter.api.Test;

class ProcessStateTest {

  @Test
  void eachKeyHasTheStateItLastReturned() {
    Step collect =
        (item, state, context) -> {
          context.emit(context.key() + "=" + state + item.text());
          return state + item.text();
        };
    for (int parallelism = 1; parallelism <= 3; parallelism++) {
      assertThat(
              Processing.run(
                  collect,
                  io.streamflow.job.OnError.fail(),
                  parallelism,
                  "a:1:x",
                  "b:2:y",
                  "a:3:z"))
          .containsExactlyInAnyOrder("a=x", "b=y", "a=xz");
    }
  }

  @Test
  void clearForgetsTheStateAndAllTimers() {
    Step step =
        (item, state, context) -> {
          if (item.text().equals("clear")) {
            return context.clear();
          }
          context.onEventTime(Processing.at(item.time() + 10), "event");
          context.onProcessingTime(Processing.at(1), "clock");
          context.emit("had '" + state + "'");
          return state + item.text();
        };
    assertThat(Processing.run(step, "a:1:x", "a:2:clear", "b:30:x", "a:31:z"))
        .startsWith("had ''", "had ''", "had ''")
        .filteredOn(line -> line.startsWith("event"))
        .containsExactlyInAnyOrder("event fired at 40 with 'x'", "event fired at 41 with 'z'");
  }

  @Test
  void aTimerSetAfterClearStays() {
    Step step =
        (item, state, context) -> {
          context.onEventTime(Processing.at(5), "before");
          String fresh = context.clear();
          context.onEventTime(Processing.at(7), "after");
          return fresh;
        };
    assertThat(Processing.run(step, "a:1:x")).containsExactly("after fired at 7 with ''");
  }

  @Test
  void aStateReturnedAfterClearIsKept() {
    Step step =
        (item, state, context) -> {
          context.emit("had '" + state + "'");
          context.clear();
          return item.text();
        };
    assertThat(Processing.run(step, "a:1:x", "a:2:y")).containsExactly("had ''", "had 'x'");
  }

  @Test
  void aResultMayHaveATimestampOfItsOwn() {
    Step step =
        (item, state, context) -> {
          context.emit("watermark " + context.watermark().map(w -> w.toEpochMilli()).orElse(-1L));
          return state;
        };
    assertThat(Processing.run(step, "a:5:x", "a:9:y"))
        .containsExactly("watermark -1", "watermark 5");
  }
}
