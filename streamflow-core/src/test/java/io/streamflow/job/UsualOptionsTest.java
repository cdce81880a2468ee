package io.streamflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.job.JobOption.Needs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is checked without the table of options is all that the table would refuse. */
class UsualOptionsTest {
  private static final Map<String, List<UnaryOperator<JobOptions>>> BROKEN =
      Map.ofEntries(
          Map.entry("name", List.of(options -> options.name("  "))),
          Map.entry(
              "parallelism",
              List.of(
                  options -> options.parallelism(0),
                  options -> options.parallelism(JobOptions.KEY_GROUPS + 1))),
          Map.entry("batchSize", List.of(options -> options.batchSize(0))),
          Map.entry("channelCapacity", List.of(options -> options.channelCapacity(0))),
          Map.entry("flushAfter", List.of(options -> options.flushAfter(Duration.ofNanos(-1)))),
          Map.entry(
              "maxEventTimeSkew",
              List.of(options -> options.maxEventTimeSkew(Duration.ofNanos(-1)))),
          Map.entry("stopTimeout", List.of(options -> options.stopTimeout(Duration.ofNanos(-1)))),
          Map.entry(
              "checkpointInterval",
              List.of(options -> options.checkpointInterval(Duration.ofNanos(999_999)))),
          Map.entry("checkpointAfterBytes", List.of(options -> options.checkpointAfterBytes(0))),
          Map.entry("stateMemory", List.of(options -> options.stateMemory(0))),
          Map.entry("stateLogMemory", List.of(options -> options.stateLogMemory(0))),
          Map.entry("stateMaxSize", List.of(options -> options.stateMaxSize(0))),
          Map.entry(
              "restart",
              List.of(
                  options -> options.restart(-1, Duration.ZERO),
                  options -> options.restart(1, Duration.ofNanos(-1)),
                  options -> options.restart(0, Duration.ofNanos(-1)))));

  private static final Map<String, UnaryOperator<JobOptions>> FOR_DURABLE_JOBS =
      Map.of(
          "restoreFrom", options -> options.restoreFrom(Path.of("savepoint")),
          "allowDropped", options -> options.allowDropped("counts"),
          "takeOver", options -> options.takeOver("sink", "17:x"),
          "restart", options -> options.restart(1, Duration.ofSeconds(1)),
          "exactlyOnce", JobOptions::exactlyOnce);

  @Test
  void theTestKnowsEveryOptionWithARuleAndEveryOneForDurableJobs() {
    assertThat(new TreeSet<>(BROKEN.keySet()))
        .isEqualTo(
            AllOptions.TABLE.stream()
                .filter(option -> !option.rules().isEmpty())
                .map(JobOption::name)
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(new TreeSet<>(FOR_DURABLE_JOBS.keySet()))
        .isEqualTo(
            AllOptions.TABLE.stream()
                .filter(option -> option.needs() == Needs.DURABLE)
                .map(JobOption::name)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyBrokenRuleIsTold() {
    BROKEN.forEach((name, changes) -> {
      JobOptions durable = JobOptions.durable(Path.of("state"));
      assertThat(durable.problems()).isEmpty();
      changes.forEach(change ->
          assertThat(change.apply(durable).problems())
              .as(name)
              .singleElement()
              .asString()
              .startsWith("JobOptions." + name + " must"));
    });
  }

  @Test
  void whatIsForDurableJobsIsRefusedForOthers() {
    FOR_DURABLE_JOBS.forEach((name, change) -> {
      assertThat(change.apply(JobOptions.defaults()).problems())
          .as(name)
          .containsExactly(
              "JobOptions."
                  + name
                  + " needs a durable job: begin with JobOptions.durable(directory)");
      assertThat(change.apply(JobOptions.durable(Path.of("state"))).problems()).as(name).isEmpty();
    });
  }

  @Test
  void withoutAttemptsTheWaitBetweenThemNeedsNoDurableJob() {
    assertThat(JobOptions.defaults().restart(0, Duration.ofSeconds(1)).problems()).isEmpty();
  }
}
