package io.streamflow.function;

import java.io.Serializable;

/**
 * Turns one value into another. May block and may throw; a thrown exception meets the step's error
 * policy. Called by the one task that owns the step's subtask, never by two threads at once per
 * subtask, but one instance serves all subtasks.
 *
 * @param <T> what comes in
 * @param <R> what goes out, never null
 */
@FunctionalInterface
public interface MapFunction<T, R> extends Serializable {
  /** The result for {@code value}. */
  R apply(T value) throws Exception;
}
