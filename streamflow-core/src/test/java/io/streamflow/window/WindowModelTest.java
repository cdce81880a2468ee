package io.streamflow.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @AfterAll
  static void slicesWereTakenOutOfRunningWindowsAsTheyCameIn() {
    assertThat(ItemsSoFar.SUBTRACTED).hasPositiveValue();
    assertThat(ItemsSoFar.FAILED).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void soDoRealThreads(long seed) throws Exception {
    WindowCase random = WindowCase.random(seed);
    assertThat(random.runOnThreads(1 + (int) (seed % 3), 1 + (int) seed % 7))
        .as("seed %d, %s", seed, random)
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
