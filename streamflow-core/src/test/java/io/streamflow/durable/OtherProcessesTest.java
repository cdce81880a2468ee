package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.job.Job;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StreamFlowException.StateUnusable;
import io.streamflow.lifecycle.ChildJvm;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Durable jobs in other processes: killed, terminated, out of room, on the same directory. */
class OtherProcessesTest {
  @TempDir Path directory;
  private Path state;
  private Path out;

  @BeforeEach
  void make() throws Exception {
    state = directory.resolve("state");
    out = Files.createDirectory(directory.resolve("out"));
  }

  private static String nextLine(Process child) throws Exception {
    return child.inputReader().readLine();
  }

  @Test
  void killsLeaveNoTraceWhateverTheParallelism() throws Exception {
    DurableChildJvm child = new DurableChildJvm(state, out, 400_000, 40, 10);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int[] sizes = {2, 1, 3, 2};
    for (int kills = 0; kills < 8; kills++) {
      Process running = child.start(sizes[kills % sizes.length]);
      assertThat(nextLine(running)).isEqualTo("running");
      boolean ended = running.waitFor(1 + random.nextInt(60), TimeUnit.MILLISECONDS);
      running.destroyForcibly().waitFor();
      if (ended) {
        break;
      }
    }
    Process last = child.start(2);
    try (BufferedReader said = last.inputReader()) {
      assertThat(said.lines().toList()).endsWith("completed");
    }
    assertThat(PartsSink.committed(out)).as("seed %d", seed).isEqualTo(child.expected(_ -> 10_000));
  }

  @Test
  void aTerminatedProcessEndsWithACheckpoint() throws Exception {
    DurableChildJvm child = new DurableChildJvm(state, out, 1L << 40, 10, 3_600_000);
    Process running = child.start(2);
    assertThat(nextLine(running)).isEqualTo("running");
    running.destroy(); // SIGTERM
    assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Map<Long, Long> counts = new HashMap<>();
    try (StateSnapshot<Long, Long> read =
        child.pipeline().state(state, "counts", Long.class, Long.class)) {
      assertThat(read.epoch()).isEqualTo(1);
      read.entries().forEach(entry -> counts.put(entry.key(), entry.value()));
    }
    assertThat(counts).isNotEmpty();
    assertThat(PartsSink.committed(out))
        .isEqualTo(child.expected(key -> counts.getOrDefault(key, 0L)));
  }

  @Test
  void aDirectoryOfAnotherProcessIsRefusedWithItsPid() throws Exception {
    DurableChildJvm child = new DurableChildJvm(state, out, 1L << 40, 10, 3_600_000);
    Process running = child.start(1);
    assertThat(nextLine(running)).isEqualTo("running");
    assertThatThrownBy(() -> child.pipeline().start(child.options(1)))
        .isInstanceOf(StateUnusable.class)
        .hasMessageContaining("pid " + running.pid());
    running.destroyForcibly().waitFor();

    try (Job job = child.pipeline().start(child.options(1))) {
      Process second = child.start(1);
      try (BufferedReader said = second.inputReader()) {
        List<String> lines = said.lines().toList();
        assertThat(String.join("\n", lines))
            .contains("pid " + ProcessHandle.current().pid())
            .contains(state.toString());
      }
      assertThat(job.status().isFinal()).isFalse();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFullDiskFailsTheJobAndItGoesOnWhenThereIsRoom() throws Exception {
    DurableChildJvm child = new DurableChildJvm(state, out, 200_000, 200_000, 20);
    Process running = ChildJvm.start(ChildJvm.withFilesUpTo(3_000, child.command(2)));
    try (BufferedReader said = running.inputReader()) {
      String lines = String.join("\n", said.lines().toList());
      assertThat(lines)
          .contains("failed in step 'checkpoint'")
          .contains("data.mdb")
          .contains("room on the disk")
          .contains("the last checkpoint is intact");
    }
    Process again = child.start(2);
    try (BufferedReader said = again.inputReader()) {
      assertThat(said.lines().toList()).endsWith("completed");
    }
    assertThat(PartsSink.committed(out)).isEqualTo(child.expected(_ -> 1));
  }
}
