package io.streamflow.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.job.Job;
import io.streamflow.job.JobStatus;
import io.streamflow.job.JobView;
import io.streamflow.job.TaskView.Activity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the probes say what. */
class HealthTest {
  private final List<Job> jobs = new ArrayList<>();
  private final Health health = new Health(new KnownJobs(() -> jobs));

  private void alive(int status, String... words) {
    check(health.health(), status, words);
  }

  private void ready(int status, String... words) {
    check(health.ready(), status, words);
  }

  private static void check(Answer answer, int status, String... words) {
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.status()).as(body).isEqualTo(status);
    assertThat(body)
        .startsWith("{\"status\":\"" + (status == 200 ? "UP" : "DOWN") + "\",\"jobs\":[");
    assertThat(words).allSatisfy(word -> assertThat(body).contains(word));
  }

  private FakeJob add(JobView view) {
    FakeJob job = new FakeJob(view);
    jobs.add(job);
    return job;
  }

  private static JobView with(JobStatus status) {
    return Scenario.HEALTHY.at(60).status(status).view();
  }

  @Test
  void withoutAJobItIsAliveButNotReady() {
    alive(200);
    ready(503);
  }

  @Test
  void aRunningJobIsReadyOnceItsTasksAreOpen() {
    Drawing starting = new Drawing("starting", 1);
    FakeJob job = add(starting.view());
    alive(200, "{\"id\":1,\"name\":\"starting\",\"status\":\"RUNNING\"}");
    ready(503, "its tasks are not there yet");
    starting.task(1, 0, Activity.WORKING, null, 1, 0, 0, 0);
    starting.task(1, 1, Activity.OPENING, null, 0, 0, 0, 0);
    job.show(starting.view());
    ready(503, "being opened: stage-1/1");
    job.show(Scenario.HEALTHY.view(2));
    ready(200, "\"status\":\"RUNNING\"}");
  }

  @Test
  void aJobThatIsToBeStartedAgainIsAliveButNotReady() {
    add(Scenario.RESTARTING.view(60));
    alive(200);
    ready(503, "it waits to be started again after a failure");
  }

  @Test
  void aFailedJobIsNeither() {
    add(Scenario.HEALTHY.view(60));
    add(Scenario.FAILED.view(60)); // of the same name, and started later
    alive(503, "\"status\":\"FAILED\",\"reason\":\"job 'order-stats' failed in step");
    ready(503, "no space left on device");
  }

  @Test
  void aFailedJobThatWasStartedAnewIsForgotten() {
    add(Scenario.FAILED.view(60));
    add(Scenario.HEALTHY.view(60));
    alive(200, "\"id\":2");
    ready(200);
  }

  @Test
  void aStoppingJobIsNotReady() {
    FakeJob job = add(with(new JobStatus.Stopping()));
    alive(200);
    ready(503, "it is stopping");
    job.show(with(new JobStatus.Stopped()));
    alive(200, "STOPPED");
    ready(503, "STOPPED");
  }

  @Test
  void oneThatIsOverDoesNotKeepOthersFromBeingReady() {
    add(with(new JobStatus.Completed()));
    add(Scenario.SLOW_SINK.view(60));
    ready(200, "COMPLETED", "RUNNING");
  }
}
