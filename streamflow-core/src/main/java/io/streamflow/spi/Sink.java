package io.streamflow.spi;

import io.streamflow.function.MapFunction;
import java.io.Serializable;

/**
 * Where items go: a description that opens nothing until a job starts.
 *
 * @param <T> the items
 */
public interface Sink<T> extends Serializable {

  /** What this sink promises over a crash. */
  Guarantee guarantee();

  /**
   * Opens the writer of one subtask. A sink that keeps nothing per subtask may be its own writer
   * and return itself.
   */
  SinkWriter<T> open(SinkContext context) throws Exception;

  /** What a reader of the plan should see, such as the path or the topic. */
  default String description() {
    return getClass().getSimpleName();
  }

  /** A sink for other items, each turned into one of this sink's by {@code before}. */
  default <U> Sink<U> compose(MapFunction<? super U, ? extends T> before) {
    return new ComposedSink<>(this, before);
  }
}
