package io.streamflow;

import io.streamflow.compile.CompiledPipelines;
import io.streamflow.compile.Compiler;
import io.streamflow.compile.ExecutionPlan;
import io.streamflow.compile.PlanText;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StateSnapshot;
import io.streamflow.plan.Node;
import io.streamflow.plan.Plan;
import io.streamflow.runtime.JobRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A closed graph from sources to sinks, ready to run, any number of times. Immutable. */
public final class Pipeline {
  static {
    CompiledPipelines.by((pipeline, options) -> ((Pipeline) pipeline).compile(options));
  }

  private final List<Node> ends;

  Pipeline(List<Node> ends) {
    this.ends = List.copyOf(ends);
  }

  /** Several ends as one pipeline; steps they share run once. */
  public static Pipeline of(Pipeline... pipelines) {
    List<Node> all = new ArrayList<>();
    for (Pipeline pipeline : pipelines) {
      all.addAll(pipeline.ends);
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException("a pipeline needs at least one end: Pipeline.of(a, b)");
    }
    return new Pipeline(all);
  }

  /**
   * Runs to the end of the input with default options.
   *
   * @throws io.streamflow.job.StreamFlowException as {@link #start} and {@link Job#await} do
   * @throws InterruptedException when interrupted; the job is then cancelled
   */
  public void run() throws InterruptedException {
    run(JobOptions.defaults());
  }

  /** Runs to the end of the input. */
  public void run(JobOptions options) throws InterruptedException {
    try (Job job = start(options)) {
      job.await();
    }
  }

  /**
   * Starts and returns at once.
   *
   * @throws io.streamflow.job.StreamFlowException.InvalidPipeline when the pipeline or the options
   *     cannot run, or do not fit what the state directory holds; it lists every problem
   * @throws io.streamflow.job.StreamFlowException.StateUnusable when the state directory or the
   *     savepoint cannot be used, for example since another job has it
   * @throws io.streamflow.job.StreamFlowException.JobFailed when a source cannot list its
   *     partitions
   */
  public Job start(JobOptions options) {
    return JobRunner.start(this::compile, options);
  }

  /** Starts with default options and returns at once. */
  public Job start() {
    return start(JobOptions.defaults());
  }

  /**
   * The state of one of this pipeline's steps as of the last checkpoint in a directory that no job
   * has open, a savepoint or a state directory. While it is open no job can take the directory.
   *
   * @param step the step's name
   * @param key the class of its keys
   * @param value the class of its results, or of its state for a process step
   * @throws io.streamflow.job.StreamFlowException.InvalidPipeline when the pipeline does not fit
   *     what is stored
   * @throws io.streamflow.job.StreamFlowException.StateUnusable when the directory cannot be read
   * @throws IllegalArgumentException when the pipeline has no such step with state
   */
  public <K, V> StateSnapshot<K, V> state(
      Path directory, String step, Class<K> key, Class<V> value) {
    JobOptions options = JobOptions.durable(directory).parallelism(1);
    return JobRunner.state(compile(options), options, step, key, value);
  }

  /** The plan and the fused stages as a tree, as they would run with default options. */
  public String explain() {
    return explain(JobOptions.defaults());
  }

  /** The plan and the fused stages as a tree, as they would run with {@code options}. */
  public String explain(JobOptions options) {
    return PlanText.tree(compile(options));
  }

  /** The same as {@link #explain()} as a Mermaid flowchart, to paste into a document. */
  public String explainMermaid() {
    return explainMermaid(JobOptions.defaults());
  }

  /** The same as {@link #explain(JobOptions)} as a Mermaid flowchart. */
  public String explainMermaid(JobOptions options) {
    return PlanText.mermaid(compile(options));
  }

  private ExecutionPlan compile(JobOptions options) {
    return Compiler.compile(Plan.of(ends), options);
  }
}
