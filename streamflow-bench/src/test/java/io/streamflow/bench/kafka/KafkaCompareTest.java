package io.streamflow.bench.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The comparison works, and looks at its results. What it measures here means nothing. */
class KafkaCompareTest {

  @Test
  @Timeout(value = 240, unit = TimeUnit.SECONDS) // five JVMs on a busy machine
  void bothWaysGiveTheSame() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setProperty("works", "count");
    System.setProperty("guarantees", "exactly-once");
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      KafkaCompare.main(new String[] {"throughput", "0", "100", "1", "300000"});
    } finally {
      System.setOut(before);
      System.clearProperty("works");
      System.clearProperty("guarantees");
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("count exactly-once   STREAMFLOW", "count exactly-once   STREAMS");
  }

  @Test
  void aRecordThatIsMissingOrThereTwiceShows() {
    Digest all = Digest.NONE.with("a", "1").with("b", "2");
    assertThat(Digest.NONE.with("b", "2").with("a", "1")).isEqualTo(all);
    assertThat(Digest.NONE.with("a", "1").with("a", "1")).isNotEqualTo(all);
    assertThat(Digest.NONE.with("a", "2").with("b", "1")).isNotEqualTo(all);
    assertThat(all.with("b", "2")).isNotEqualTo(all);
    assertThat(Digest.NONE.with("a", "12")).isNotEqualTo(Digest.NONE.with("a1", "2"));
  }

  @Test
  void countsAreExpectedByKeyAndSecond() {
    Expected expected = new Expected();
    expected.add("a", "xxxxxxxxxxy", 999);
    expected.add("a", "xxxxxxxxxxy", 1000);
    expected.add("a", "xxxxxxxxxxy", 1999);
    expected.addLast("end", "xxxxxxxxxxz");
    assertThat(expected.of(Work.COUNT)).isEqualTo(Digest.NONE.with("a", "0:1").with("a", "1000:2"));
    assertThat(expected.of(Work.MAP).count()).isEqualTo(4);
    assertThat(Work.windowEnd("1000:2")).isEqualTo(2000);
  }

  @Test
  void anUnknownMeasurementIsRefused() {
    assertThatThrownBy(() -> KafkaCompare.main(new String[] {"speed"}))
        .hasMessageContaining("throughput or latency");
  }
}
