package io.streamflow.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.streamflow.job.CheckpointsView;
import io.streamflow.job.JobStatus;
import io.streamflow.job.JobView;
import io.streamflow.job.StepView;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The meters of one job on a Micrometer registry. All read one {@link JobView}, which is renewed
 * once a second at most, when somebody asks; the job itself does nothing for them, but for the
 * histograms. Usable from any thread.
 */
public final class JobMeters implements AutoCloseable {
  private final MeterRegistry registry;
  private final CachedView view;
  private final Tags jobTags;
  private final JobCounters counters;
  private final Set<Meter> meters = new LinkedHashSet<>();

  /**
   * What the plan tells of its steps.
   *
   * @param stateful the steps that keep state
   * @param sinks the sinks
   * @param limits the items a second that rate limits let through, by step
   */
  public record Steps(Set<String> stateful, Set<String> sinks, Map<String, Double> limits) {}

  private JobMeters(MeterRegistry registry, Supplier<JobView> view, JobCounters counters) {
    this.registry = registry;
    this.view = new CachedView(view);
    this.counters = counters;
    this.jobTags = Tags.of("job", this.view.get().name());
  }

  /**
   * Registers the meters of a job that may have begun already; all of them, or none.
   *
   * @param view shows the job; asked by whoever reads a meter
   * @param steps what the plan tells of its steps
   */
  public static JobMeters register(
      MeterRegistry registry, Supplier<JobView> view, JobCounters counters, Steps steps) {
    JobMeters meters = new JobMeters(registry, view, counters);
    try {
      meters.registerAll(steps);
    } catch (Throwable e) {
      meters.close();
      throw e;
    }
    return meters;
  }

  private void registerAll(Steps known) {
    job();
    JobView first = view.get();
    first.steps().forEach(step -> step(step, known));
    counters.partitionListener(this::partition);
    if (first.checkpoints().isPresent()) {
      checkpoints();
    }
    first.outboxes().forEach(outbox -> outbox(outbox.sink()));
  }

  private void job() {
    gauge(
        MeterNames.JOB_RUNNING,
        jobTags,
        job -> job.status() instanceof JobStatus.Running && !job.tasks().isEmpty() ? 1 : 0);
    gauge(MeterNames.JOB_FAILED, jobTags, job -> job.status() instanceof JobStatus.Failed ? 1 : 0);
    counter(MeterNames.JOB_RESTARTS, jobTags, JobView::restarts);
    gauge(MeterNames.JOB_PARALLELISM, jobTags, JobView::parallelism);
  }

  private void step(StepView step, Steps known) {
    Tags tags = jobTags.and("step", step.name());
    int id = step.id();
    counter(MeterNames.RECORDS_IN, tags, job -> job.steps().get(id).in());
    counter(MeterNames.RECORDS_OUT, tags, job -> job.steps().get(id).out());
    counter(MeterNames.RECORDS_LATE, tags, job -> job.steps().get(id).late());
    counter(MeterNames.RECORDS_SKIPPED, tags, job -> job.steps().get(id).skipped());
    counter(MeterNames.RECORDS_DEAD_LETTERED, tags, job -> job.steps().get(id).deadLettered());
    counter(MeterNames.RETRIES, tags, job -> job.steps().get(id).retries());
    StepCounters counted = counters.step(step.name());
    keep(
        FunctionTimer.builder(
                MeterNames.PROCESSING.meter(),
                counted.time(),
                SampledTime::items,
                SampledTime::seconds,
                TimeUnit.SECONDS)
            .description(MeterNames.PROCESSING.description())
            .tags(tags)
            .register(registry));
    TaskMeters.register(this::runCounter, this::gauge, tags, id);
    if (known.stateful.contains(step.name())) {
      state(tags, id);
    }
    if (known.sinks.contains(step.name())) {
      Timer latency =
          Timer.builder(MeterNames.LATENCY.meter())
              .description(MeterNames.LATENCY.description())
              .tags(tags)
              .publishPercentileHistogram()
              .minimumExpectedValue(Duration.ofMillis(1))
              .maximumExpectedValue(Duration.ofMinutes(10))
              .register(registry);
      keep(latency);
      counted.latencies().listener(millis -> latency.record(millis, TimeUnit.MILLISECONDS));
    }
    Double limit = known.limits.get(step.name());
    if (limit != null) {
      gauge(MeterNames.RATE_LIMIT, tags, _ -> limit);
    }
  }

  private void state(Tags tags, int id) {
    gauge(
        MeterNames.STATE_ENTRIES,
        tags,
        job -> job.steps().get(id).state().map(state -> state.entries()).orElse(0L));
    gauge(
        MeterNames.STATE_BYTES,
        tags,
        job -> job.steps().get(id).state().map(state -> state.bytes()).orElse(0L));
    counter(
        MeterNames.STATE_HITS,
        tags,
        job -> job.steps().get(id).state().map(state -> state.hits()).orElse(0L));
    counter(
        MeterNames.STATE_MISSES,
        tags,
        job -> job.steps().get(id).state().map(state -> state.misses()).orElse(0L));
  }

  private void partition(String step, String partition) {
    PartitionMeters.register(this::gauge, jobTags.and("step", step), step, partition);
  }

  private void checkpoints() {
    CheckpointMeters meters = CheckpointMeters.register(registry, jobTags, this::keep);
    counters.checkpoints().listener(meters::completed);
    counter(
        MeterNames.CHECKPOINT_FAILURES,
        jobTags,
        job -> job.checkpoints().map(checkpoints -> checkpoints.failures()).orElse(0L));
    gauge(
        MeterNames.STATE_FILE,
        jobTags,
        job -> job.checkpoints().map(CheckpointsView::fileBytes).orElse(0L));
    gauge(
        MeterNames.STATE_LOG,
        jobTags,
        job -> job.checkpoints().map(CheckpointsView::logBytes).orElse(0L));
    gauge(MeterNames.CHECKPOINT_AGE, jobTags, CheckpointMeters::ageSeconds);
    gauge(MeterNames.CHECKPOINT_PENDING, jobTags, CheckpointMeters::pendingSeconds);
  }

  private void outbox(String sink) {
    Tags tags = jobTags.and("step", sink);
    gauge(MeterNames.OUTBOX_CHECKPOINTS, tags, job -> OutboxMeters.of(job, sink).epochs());
    gauge(MeterNames.OUTBOX_BYTES, tags, job -> OutboxMeters.of(job, sink).bytes());
    gauge(MeterNames.OUTBOX_AGE, tags, job -> OutboxMeters.ageSeconds(job, sink));
  }

  /** What is told from several counts may fall by a batch for a moment, which a counter may not. */
  private static ToDoubleFunction<CachedView> rising(ToDoubleFunction<JobView> value) {
    DoubleAccumulator greatest = new DoubleAccumulator(Math::max, 0);
    return cached -> {
      greatest.accumulate(value.applyAsDouble(cached.get()));
      return greatest.get();
    };
  }

  private void counter(MeterNames name, Tags tags, ToDoubleFunction<JobView> value) {
    keepCounter(name, tags, rising(value));
  }

  /** A count that begins anew with each run of the job. */
  private void runCounter(MeterNames name, Tags tags, ToDoubleFunction<JobView> value) {
    keepCounter(name, tags, cached -> value.applyAsDouble(cached.get()));
  }

  private void keepCounter(MeterNames name, Tags tags, ToDoubleFunction<CachedView> value) {
    keep(
        FunctionCounter.builder(name.meter(), view, value)
            .description(name.description())
            .baseUnit(name.unit())
            .tags(tags)
            .register(registry));
  }

  private void gauge(MeterNames name, Tags tags, ToDoubleFunction<JobView> value) {
    keep(
        Gauge.builder(name.meter(), view, cached -> value.applyAsDouble(cached.get()))
            .description(name.description())
            .baseUnit(name.unit())
            .tags(tags)
            .strongReference(true)
            .register(registry));
  }

  private void keep(Meter meter) {
    synchronized (meters) {
      meters.add(meter);
    }
  }

  /** Removes the meters. */
  @Override
  public void close() {
    counters.partitionListener((_, _) -> {});
    counters.checkpoints().listener(_ -> {});
    synchronized (meters) {
      meters.forEach(registry::remove);
      meters.clear();
    }
  }

  /** The view that meters read together. */
  private static final class CachedView implements Supplier<JobView> {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Supplier<JobView> source;
    private JobView view;
    private long takenNanos;

    CachedView(Supplier<JobView> source) {
      this.source = source;
      this.view = Objects.requireNonNull(source.get());
      this.takenNanos = System.nanoTime();
    }

    @Override
    public synchronized JobView get() {
      if (System.nanoTime() - takenNanos >= FRESH_NANOS) {
        view = source.get();
        takenNanos = System.nanoTime();
      }
      return view;
    }
  }
}
