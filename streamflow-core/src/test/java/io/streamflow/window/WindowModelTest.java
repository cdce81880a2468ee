package io.streamflow.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Random windows over random input give exactly what the model gives, however they are run. */
class WindowModelTest {
  private static final int CASES = Integer.getInteger("streamflow.test.cases", 400);

  @TestFactory
  java.util.stream.Stream<DynamicTest> anyParallelismAndBatchSizeGivesWhatTheModelGives() {
    return java.util.stream.LongStream.range(0, CASES)
        .mapToObj(seed ->
            DynamicTest.dynamicTest(
                "seed " + seed, () -> compare(seed, 1 + (int) (seed % 3), seed % 50 == 0)));
  }

  private static void compare(long seed, int parallelism, boolean fusion) {
    WindowCase random = WindowCase.random(seed);
    assertThat(random.run(parallelism, fusion, seed))
        .as("seed %d, parallelism %d, %s", seed, parallelism, random)
        .isEqualTo(WindowModel.outcome(random));
  }

  @Test
  void theModelIsRightAboutAnExampleWorkedOutByHand() {
    WindowCase example =
        WindowCase.of(
            new Windows.Tumbling(10, 0),
            2,
            new Item("a", 3, 1),
            new Item("a", 12, 2), // watermark 10: [0,10) ends
            new Item("a", 4, 3), // late
            new Item("a", 11, 4));
    WindowCase.Outcome outcome = WindowModel.outcome(example);
    assertThat(outcome.results().get("a"))
        .containsExactly("[0,10) ON_TIME[1]", "[10,20) ON_TIME[2, 4]");
    assertThat(outcome.late().get("a")).containsExactly(3);
  }
}
