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
import java.util.Comparator;
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
    String window =
        found.window().map(open -> ": its oldest window closes at " + open.end()).orElse("");
    String held =
        view().partitions().stream()
            .filter(one -> one.watermark().isPresent())
            .min(Comparator.comparing(one -> one.watermark().orElseThrow()))
            .map(one ->
                ". The watermark is "
                    + one.watermark().orElseThrow()
                    + ", held back by partition '"
                    + one.name()
                    + "'")
            .orElse("");
    return "'" + found.name() + "' waits for the watermark" + window + held + ".";
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
