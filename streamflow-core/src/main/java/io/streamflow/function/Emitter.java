package io.streamflow.function;

/**
 * Takes results of a user function into the stream, on the thread that called the function.
 *
 * @param <R> the results
 */
@FunctionalInterface
public interface Emitter<R> {
  /** Hands on one result, with the timestamp of the item it came from. */
  void emit(R result);
}
