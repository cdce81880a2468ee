package io.streamflow.monitor;

import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.Job;
import io.streamflow.job.JobProgress;
import io.streamflow.job.JobStatus;
import io.streamflow.job.JobView;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StepView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** A job that shows what it is told to. */
class FakeJob implements Job {
  private volatile Supplier<JobView> views;
  private volatile boolean broken;

  FakeJob(Supplier<JobView> views) {
    this.views = views;
  }

  FakeJob(JobView view) {
    this(() -> view);
  }

  /** Shows another view from now on. */
  void show(JobView view) {
    views = () -> view;
  }

  /** Has no view from now on. */
  FakeJob broken() {
    broken = true;
    return this;
  }

  @Override
  public String name() {
    return views.get().name();
  }

  @Override
  public JobStatus status() {
    return views.get().status();
  }

  @Override
  public JobView view() {
    if (broken) {
      throw new IllegalStateException("broken as asked");
    }
    return views.get();
  }

  @Override
  public String why(String step) {
    StepView found =
        view()
            .step(step)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "there is no step '"
                        + step
                        + "'; there is "
                        + view().steps().stream().map(StepView::name).toList()));
    return "'"
        + found.name()
        + "' has nothing to do: window 12:00:00 to 12:01:00 closes when the watermark passes"
        + " 12:01:00. The watermark is 11:58:40, held back by partition 'payments-3'.";
  }

  @Override
  public void await() {
    throw unused();
  }

  @Override
  public boolean await(Duration timeout) {
    throw unused();
  }

  @Override
  public void stop() {
    throw unused();
  }

  @Override
  public CheckpointInfo checkpoint() {
    throw unused();
  }

  @Override
  public Optional<CheckpointInfo> lastCheckpoint() {
    throw unused();
  }

  @Override
  public CheckpointInfo savepoint(Path directory) {
    throw unused();
  }

  @Override
  public <K, V> StateSnapshot<K, V> state(String step, Class<K> key, Class<V> value) {
    throw unused();
  }

  @Override
  public void rescale(int parallelism) {
    throw unused();
  }

  @Override
  public void cancel() {
    throw unused();
  }

  @Override
  public JobProgress progress() {
    throw unused();
  }

  @Override
  public void close() {}

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("a monitor only looks");
  }
}
