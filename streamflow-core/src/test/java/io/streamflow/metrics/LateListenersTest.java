package io.streamflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.CheckpointsView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Meters are registered while a job already runs, and hear of what was before them, once. */
class LateListenersTest {
  private static CheckpointInfo checkpoint(long epoch) {
    return new CheckpointInfo(epoch, Instant.EPOCH, Duration.ZERO, Duration.ZERO, 0, 0);
  }

  @Test
  void partitionsThatAreReadAlreadyAreTold() {
    JobCounters counters = new JobCounters();
    List<String> heard = new ArrayList<>();
    counters.partition("orders", "0");
    counters.partition("orders", "0"); // a second run reads it again
    counters.partition("users", "1");
    counters.partitionListener((step, partition) -> heard.add(step + partition));
    assertThat(heard).containsExactlyInAnyOrder("orders0", "users1");
    counters.partition("orders", "2");
    assertThat(heard).hasSize(3).endsWith("orders2");
  }

  @Test
  void checkpointsThatAreKeptAreTold() {
    CheckpointHistory history = new CheckpointHistory();
    List<Long> heard = new ArrayList<>();
    for (long epoch = 1; epoch <= CheckpointsView.RECENT + 1; epoch++) {
      history.completed(checkpoint(epoch));
    }
    history.listener(checkpoint -> heard.add(checkpoint.epoch()));
    history.completed(checkpoint(99));
    assertThat(heard).hasSize(CheckpointsView.RECENT + 1).startsWith(2L, 3L).endsWith(99L);
  }

  @Test
  void latenciesAreToldUpToABound() {
    Latencies latencies = new Latencies();
    List<Long> heard = new ArrayList<>();
    assertThat(latencies.view()).isEmpty();
    for (long millis = 0; millis < Latencies.KEPT + 5; millis++) {
      latencies.add(millis);
    }
    latencies.listener(heard::add);
    assertThat(heard).hasSize(Latencies.KEPT).startsWith(0L, 1L).endsWith(Latencies.KEPT - 1L);
    latencies.add(7);
    assertThat(heard).hasSize(Latencies.KEPT + 1).endsWith(7L);
    assertThat(latencies.view().orElseThrow().samples()).isEqualTo(Latencies.KEPT + 6);
  }
}
