package io.streamflow.compile;

import io.streamflow.job.JobOptions;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Lets the test driver compile a pipeline, which only the pipeline itself can do, without making
 * that public.
 */
public final class CompiledPipelines {
  private static volatile @Nullable BiFunction<Object, JobOptions, ExecutionPlan> compiler;

  private CompiledPipelines() {}

  /** Called once, by the class of pipelines. */
  public static void by(BiFunction<Object, JobOptions, ExecutionPlan> pipelineCompiler) {
    compiler = pipelineCompiler;
  }

  /** The execution plan of a pipeline. */
  public static ExecutionPlan of(Object pipeline, JobOptions options) {
    return Objects.requireNonNull(compiler).apply(pipeline, options);
  }
}
