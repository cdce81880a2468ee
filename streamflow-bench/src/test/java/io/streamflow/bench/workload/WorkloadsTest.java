package io.streamflow.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Results are right, and wrong ones are refused. What is measured here means nothing. */
class WorkloadsTest {
  private static final int ITEMS = 350_000; // 3.5 seconds of event time, 17 of sessions

  static Stream<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (Contender contender : Contenders.named(List.of())) {
      for (Workload workload : Workload.values()) {
        if (contender.runs(workload)) {
          all.add(Arguments.of(contender.name(), workload));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachContenderGivesWhatTheReferenceSays(String name, Workload workload) throws Exception {
    Contender contender = Contenders.named(List.of(name)).getFirst();
    int seconds = workload == Workload.STEADY ? 3 : 1; // its windows come two seconds late
    Order order =
        workload.paced() ? Order.paced(workload, 20_000, seconds) : Order.of(workload, ITEMS);
    Measured measured = contender.run(order);
    Repetition.check(contender, order, measured);
    assertThat(measured.count()).isPositive();
    assertThat(measured.nanos()).isPositive();
    assertThat(measured.latency().count() > 0).isEqualTo(workload.paced());
  }

  @Test
  void theReferenceCountsEachItemInItsWindows() {
    Order order = new Order(Workload.W3, 1, 200_000, 0);
    // one key: windows of seconds -1, 0 and 1
    assertThat(Reference.of(order).count()).isEqualTo(3);
    // the last of the sliding ones begins with second 1
    assertThat(Reference.of(new Order(Workload.W4, 1, 200_000, 0)).count()).isEqualTo(12);
    assertThat(Reference.of(new Order(Workload.W2, 7, 1000, 0)).count()).isEqualTo(1000);
    assertThat(Reference.of(new Order(Workload.W5, 1, 100_000, 0)).count()).isEqualTo(1);
  }

  @Test
  void aChildDoesWhatItIsTold() throws Exception {
    Contender hand = Contenders.named(List.of("hand")).getFirst();
    List<String> samples = new ArrayList<>();
    try (ChildProcess child = ChildProcess.serving(hand, Workload.W1)) {
      for (int items = 5000; items < 8000; items += 1000) { // the same process each time
        Order order = Order.of(Workload.W1, items);
        Repetition repetition = Repetition.of(hand, child, order, samples::add);
        assertThat(repetition.measured().items()).isEqualTo(items);
      }
    }
    assertThat(samples).isEmpty();
    Order order = Order.of(Workload.W7, 5000);
    try (ChildProcess child = ChildProcess.once(hand, order)) {
      Repetition.check(hand, order, child.await(order, samples::add));
    }
    assertThat(samples).hasSize(1);
    assertThat(Long.parseLong(samples.getFirst().split(" ", -1)[0])).isPositive();
  }

  @Test
  void aWrongResultIsRefused() throws Exception {
    WrongContender wrong = new WrongContender();
    try (ChildProcess child = ChildProcess.serving(wrong, Workload.W1)) {
      Order order = Order.of(Workload.W1, 5000);
      assertThatThrownBy(() -> Repetition.of(wrong, child, order, _ -> {}))
          .hasMessageContaining("wrong is WRONG in W1 of 5000 items");
    }
  }

  @Test
  void aFailureInAChildIsToldByItsParent() throws Exception {
    WrongContender wrong = new WrongContender();
    Order order = Order.of(Workload.W1, 2_000_000);
    try (ChildProcess child = ChildProcess.serving(wrong, Workload.W1)) {
      assertThatThrownBy(() -> child.run(order))
          .hasMessageContaining("wrong has failed")
          .hasMessageContaining("too many for me");
      assertThatThrownBy(() -> child.run(order)).hasMessageContaining("wrong");
    }
  }

  @Test
  void roundsInterleaveAndEndInATable(@TempDir Path images) throws Exception {
    List<Contender> two = Contenders.named(List.of("hand", "jdk"));
    List<Series> all = new Rounds(2, 0.01).throughput(Workload.W1, 10_000, two);
    assertThat(all).hasSize(2);
    String table = Tables.throughput("W1", all);
    assertThat(table).contains("by the best peer, jdk", "| hand | ", "| jdk | ");
    new Report(Optional.of(images)).throughput(Workload.W1, all);
    assertThat(images.resolve("peers-throughput.svg")).isNotEmptyFile();
  }

  @Test
  void disturbedRoundsAreLeftOut() {
    Contender hand = Contenders.named(List.of("hand")).getFirst();
    Series series = new Series(hand);
    series.add(repetition(100, 0.01));
    series.add(repetition(300, 0.2));
    series.add(repetition(120, 0.02));
    assertThat(series.of(Measured::nanos)).isEqualTo(new Spread(110, 100, 120, 2));
    assertThat(series.disturbed()).isEqualTo(1);

    Series busy = new Series(hand);
    busy.add(repetition(300, 0.2));
    busy.add(repetition(200, 0.2));
    assertThat(busy.of(Measured::nanos).median()).isEqualTo(200);
    assertThat(busy.allDisturbed()).isTrue();

    Series other = new Series(hand);
    other.add(repetition(200, 0));
    other.add(repetition(200, 0));
    other.add(repetition(360, 0));
    // the second round was quiet for one alone
    assertThat(series.ratioTo(other)).isEqualTo(new Spread(2.5, 2, 3, 2));
  }

  private static Repetition repetition(long nanos, double others) {
    return new Repetition(
        new Measured(1000, nanos, 0, 0, 0, 0, new Percentiles(0, 0, 0, 0)), others);
  }

  @Test
  void percentilesAreExact() {
    long[] values = new long[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1000L - i;
    }
    assertThat(Percentiles.of(List.of(values, new long[0])))
        .isEqualTo(new Percentiles(1000, 500, 990, 999));
    assertThat(Percentiles.of(List.of()).count()).isZero();
  }

  @Test
  void theCommandLineSaysWhatItDoesNotKnow() {
    assertThat(Choice.parse("W1", "W3-keys", "--rounds", "3").workloads())
        .containsExactly("W1", "W3-keys");
    assertThat(Choice.parse().workloads())
        .contains("W7-memory", "W3-keys")
        .doesNotContain("steady");
    assertThatThrownBy(() -> Choice.parse("W8")).hasMessageContaining("there are W1 W1-boundary");
    assertThatThrownBy(() -> Choice.parse("--fast", "1")).hasMessageContaining("no option --fast");
    assertThatThrownBy(() -> Choice.parse("--rounds")).hasMessageContaining("needs a value");
    assertThatThrownBy(() -> Choice.parse("--rounds", "0")).hasMessageContaining("positive");
    assertThatThrownBy(() -> Contenders.named(List.of("sparrow")))
        .hasMessageContaining("no contender 'sparrow'; there are hand");
  }
}
