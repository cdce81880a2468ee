package io.streamflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.function.ProcessContext;
import io.streamflow.job.JobOptions;
import io.streamflow.process.Processing.Step;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessTimersTest {
  /** Commands are "set name time", "clock name time" and "cancel name". */
  private static final Step TIMERS =
      (item, state, context) -> {
        String[] words = item.text().split(" ", 3);
        switch (words[0]) {
          case "set" -> context.onEventTime(Processing.at(Long.parseLong(words[2])), words[1]);
          case "clock" ->
              context.onProcessingTime(Processing.at(Long.parseLong(words[2])), words[1]);
          case "cancel" -> context.cancelTimer(words[1]);
          default -> context.emit("item " + item.time());
        }
        return state;
      };

  @Test
  void anEventTimerFiresOnceTheWatermarkHasReachedIt() {
    assertThat(Processing.run(TIMERS, "a:1:set t 10", "a:9:item", "b:10:item", "a:11:item"))
        .containsExactly("item 9", "item 10", "t fired at 10 with ''", "item 11");
  }

  @Test
  void timersOfAllKeysFireInOrderOfTime() {
    assertThat(Processing.run(TIMERS, "a:1:set t 12", "b:2:set u 11", "a:3:set v 11", "c:50:item"))
        .containsExactly(
            "item 50", "u fired at 11 with ''", "v fired at 11 with ''", "t fired at 12 with ''");
  }

  @Test
  void settingATimerAgainMovesItAlsoToTheOtherKind() {
    assertThat(Processing.run(TIMERS, "a:1:set t 5", "a:2:set t 20", "a:10:item", "a:30:item"))
        .containsExactly("item 10", "item 30", "t fired at 20 with ''");
    assertThat(Processing.run(TIMERS, "a:1:set t 5", "a:2:clock t 99999999", "a:10:item"))
        .containsExactly("item 10", "t fired at 99999999 with ''");
  }

  @Test
  void aCancelledTimerDoesNotFire() {
    assertThat(
            Processing.run(
                TIMERS,
                "a:1:set t 5",
                "b:1:set t 6",
                "a:2:cancel t",
                "a:3:clock u 7",
                "a:4:cancel u"))
        .containsExactly("t fired at 6 with ''");
  }

  @Test
  void atTheEndEventTimersFireBeforeProcessingTimersEachInOrder() {
    assertThat(
            Processing.run(
                TIMERS,
                "a:1:clock p 99999992",
                "b:1:clock q 99999991",
                "a:1:set e 9000",
                "b:1:set f 8000"))
        .containsExactly(
            "f fired at 8000 with ''",
            "e fired at 9000 with ''",
            "q fired at 99999991 with ''",
            "p fired at 99999992 with ''");
  }

  @Test
  void timersSetAtTheEndAreDropped() {
    Step again =
        new Step() {
          @Override
          public String onItem(
              Processing.Command item,
              String state,
              ProcessContext<String, String, String, String> context) {
            context.onEventTime(Processing.at(100), "t");
            return state;
          }

          @Override
          public String onTimer(
              String timer, String state, ProcessContext<String, String, String, String> context) {
            context.emit("at " + Processing.millis(context));
            context.onEventTime(Processing.at(Processing.millis(context) + 100), "t");
            return state;
          }
        };
    assertThat(Processing.run(again, "a:1:x")).containsExactly("at 100");
    assertThat(Processing.run(again, "a:1:x", "b:350:x"))
        .containsExactly(
            "at 100", "at 100", "at 200", "at 200", "at 300", "at 300", "at 400", "at 400");
  }

  @Test
  void aProcessingTimerFiresByTheClockOfTheJobWhileTheInputIsOpen() {
    CollectingSink<String> sink = new CollectingSink<>();
    PipelineDriver driver =
        PipelineDriver.of(
            Stream.from(ScriptedSource.of("a:0:clock t 60000").pause(1_000_000).item("a:0:item"))
                .map(Processing.Command::of)
                .keyBy(Processing.Command::key)
                .process("step", TIMERS)
                .to(sink),
            JobOptions.defaults().parallelism(2).fusion(false),
            1);
    while (sink.written().isEmpty()) {
      assertThat(driver.clock().millis()).isLessThanOrEqualTo(60_000);
      driver.step();
      if (driver.progress().itemsRead() == 1 && driver.clock().millis() < 60_000) {
        driver.clock().advance(Duration.ofSeconds(1));
      }
    }
    assertThat(sink.written()).containsExactly("t fired at 60000 with ''");
  }
}
