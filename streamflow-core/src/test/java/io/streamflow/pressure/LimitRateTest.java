package io.streamflow.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamflow.Stream;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.testing.PipelineDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A limited rate is a token bucket: the burst at once, and then the rate. */
class LimitRateTest {

  /** When each item passed, in milliseconds. */
  private static List<Long> times(int items, double perSecond, long burst, int parallelism) {
    List<Long> times = new ArrayList<>();
    PipelineDriver[] driver = new PipelineDriver[1];
    driver[0] =
        PipelineDriver.of(
            Stream.from(Sources.generate(items, i -> i).partitions(parallelism))
                .limitRate(perSecond, burst)
                .to(Sinks.forEach(_ -> times.add(driver[0].clock().millis()))),
            JobOptions.defaults().parallelism(parallelism),
            7);
    driver[0].run();
    assertThat(times).hasSize(items);
    return times;
  }

  @ParameterizedTest
  @CsvSource({"100,1", "100,20", "3,5", "0.5,2"})
  void neverPassesMoreThanBurstAndRateAllow(double perSecond, int burst) {
    int items = 60;
    List<Long> times = times(items, perSecond, burst, 1);
    assertThat(times.get(burst - 1)).as("the burst passes at once").isZero();
    for (int i = burst; i < items; i++) {
      double due = (i + 1 - burst) * 1000 / perSecond;
      assertThat((double) times.get(i)).isBetween(due - 1, due * 1.2 + 2 * (i + 1 - burst));
    }
  }

  @Test
  void saysNoToWhatIsNoRate() {
    Stream<Long> numbers = Stream.from(Sources.generate(1, i -> i));
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> numbers.limitRate(rate, 1));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> numbers.limitRate(1, 0));
  }
}
