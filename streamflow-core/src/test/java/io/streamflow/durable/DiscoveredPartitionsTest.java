package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class DiscoveredPartitionsTest {
  @TempDir Path directory;

  private final List<String> seen = new CopyOnWriteArrayList<>();

  private Job start(GrowingSource source, JobOptions options) {
    return Stream.from(source).to(Sinks.forEach(seen::add)).start(options);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) { // the test's time-out ends it
      Thread.sleep(2);
    }
  }

  @Test
  void partitionsThatAppearAreReadFromTheirFirstItemByAllTasksThatRead(TestInfo test)
      throws Exception {
    GrowingSource source = new GrowingSource(test.getDisplayName());
    source.data().add("a", "a0");
    source.data().add("b", "b0");
    // the third task has nothing to read, and ends
    Job job = start(source, JobOptions.defaults().parallelism(3));
    await(() -> source.data().heard.size() == 2);
    source.data().add("c", "c0", "c1");
    await(() -> seen.size() == 2);
    source.data().add("d", "d0");
    source.data().add("e", "e0");
    await(() -> seen.size() == 4);
    source.data().add("a", "a1");
    source.data().add("e", "e1");
    await(() -> seen.size() == 6);
    job.stop();
    job.await();
    assertThat(seen).containsExactlyInAnyOrder("c0", "c1", "d0", "e0", "e1", "a1");
    assertThat(source.data().heard)
        .contains("open a", "open b", "open new c", "open new d", "open new e")
        .contains("close a", "close b", "close c", "close d", "close e")
        .hasSize(10);
  }

  @Test
  void aListingThatFailsIsTriedAgain(TestInfo test) throws Exception {
    GrowingSource source = new GrowingSource(test.getDisplayName());
    source.data().add("a");
    try (Job job = start(source, JobOptions.defaults().parallelism(1))) {
      source.data().unreachable = true;
      int before = source.data().listings.get();
      await(() -> source.data().listings.get() > before + 3);
      source.data().add("b", "b0");
      source.data().unreachable = false;
      await(() -> seen.contains("b0"));
      assertThat(job.status().toString()).contains("Running");
    }
  }

  @Test
  void aDurableJobGoesOnWithThemAndTakesThoseOfItsAbsenceForNew(TestInfo test) throws Exception {
    GrowingSource source = new GrowingSource(test.getDisplayName());
    source.data().add("a", "a0");
    JobOptions options = JobOptions.durable(directory).parallelism(2);
    Job first = start(source, options);
    await(() -> source.data().heard.contains("open a"));
    source.data().add("a", "a1");
    source.data().add("b", "b0", "b1");
    await(() -> seen.size() == 3);
    first.checkpoint();
    await(() -> source.data().heard.contains("checkpoint b at 2"));
    assertThat(source.data().heard).contains("checkpoint a at 2");
    first.stop();
    first.await();

    source.data().heard.clear();
    source.data().add("b", "b2");
    source.data().add("c", "c0");
    Job second = start(source, options);
    await(() -> seen.size() == 5);
    second.stop();
    second.await();
    assertThat(seen).containsExactlyInAnyOrder("a1", "b0", "b1", "b2", "c0");
    assertThat(source.data().heard)
        .contains("open a at 2", "open b at 2", "open new c")
        .contains("checkpoint a at 2", "checkpoint b at 3", "checkpoint c at 1");
  }
}
