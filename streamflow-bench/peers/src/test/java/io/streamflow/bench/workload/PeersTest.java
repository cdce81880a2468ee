package io.streamflow.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each engine, in a process as the measurements have it, gives what the reference says. */
class PeersTest {

  static Stream<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (Contender contender : Contenders.named(List.of())) {
      for (Workload workload : Workload.values()) {
        if (contender.peer() && contender.runs(workload) && workload != Workload.W7_MEMORY) {
          all.add(Arguments.of(contender.name(), workload));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void givesWhatTheReferenceSays(String name, Workload workload) throws Exception {
    Contender contender = Contenders.named(List.of(name)).getFirst();
    Order order = workload.paced() ? Order.paced(workload, 10_000, 1) : Order.of(workload, 130_000);
    try (ChildProcess child = ChildProcess.once(contender, order)) {
      Measured measured = child.await(order, _ -> {});
      Repetition.check(contender, order, measured);
      assertThat(measured.count()).isPositive();
      assertThat(measured.latency().count() > 0).isEqualTo(workload.paced());
    }
  }
}
