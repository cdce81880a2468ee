package io.streamflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.function.ProcessContext;
import io.streamflow.job.OnError;
import io.streamflow.process.Processing.Command;
import io.streamflow.process.Processing.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a key's state, timers and results do does not depend on how many subtasks there are. */
class ProcessParallelismTest {

  /** Sets, moves, cancels and clears, and lets timers set others, some of them in the past. */
  private static final class Busy implements Step {
    private static final long serialVersionUID = 1L;

    @Override
    public String onItem(
        Command item, String state, ProcessContext<String, String, String, String> context)
        throws Exception {
      int choice = Integer.parseInt(item.text());
      String timer = "t" + choice % 3;
      context.emit(context.key() + " item " + item.time() + " '" + state + "'");
      switch (choice % 7) {
        case 0, 1, 2 -> context.onEventTime(Processing.at(item.time() + choice % 40 - 10), timer);
        case 3 -> context.cancelTimer(timer);
        case 4 -> {
          return context.clear();
        }
        default -> {}
      }
      return state.length() > 5 ? "" : state + choice % 10;
    }

    @Override
    public String onTimer(
        String timer, String state, ProcessContext<String, String, String, String> context) {
      long at = Processing.millis(context);
      context.emit(context.key() + " " + timer + " " + at + " '" + state + "'");
      if (at % 3 == 0) {
        context.onEventTime(Processing.at(at + at % 11 + 1), timer);
      }
      return state.length() > 5 ? "" : state + "!";
    }
  }

  private static Map<String, List<String>> run(String[] lines, int parallelism) {
    Map<String, List<String>> byKey = new TreeMap<>();
    for (String result : Processing.run(new Busy(), OnError.fail(), parallelism, lines)) {
      byKey.computeIfAbsent(result.substring(0, 1), _ -> new ArrayList<>()).add(result);
    }
    return byKey;
  }

  @Test
  void everyKeyGivesTheSameAtAnyParallelism() {
    for (long seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      String[] lines = new String[1 + random.nextInt(60)];
      long time = 0;
      for (int i = 0; i < lines.length; i++) {
        time += random.nextInt(12);
        long late = random.nextInt(4) == 0 ? random.nextInt(20) : 0;
        lines[i] =
            "abcd".charAt(random.nextInt(4)) + ":" + (time - late) + ":" + random.nextInt(999);
      }
      Map<String, List<String>> alone = run(lines, 1);
      assertThat(run(lines, 2)).as("seed %d", seed).isEqualTo(alone);
      assertThat(run(lines, 3)).as("seed %d", seed).isEqualTo(alone);
    }
  }
}
