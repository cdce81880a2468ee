package io.streamflow.testing;

import io.streamflow.spi.Sink;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * A target that is empty at first, for one check of a {@link SinkConformance}.
 *
 * @param <T> the items
 */
public interface SinkTarget<T> extends AutoCloseable {

  /**
   * A sink that writes there. Called at each start of the job that a check plays, so it may give a
   * new one each time, as a process would that was started again.
   */
  Sink<T> sink() throws Exception;

  /** What a reader of the target sees now, in the order of the target if it keeps one. */
  List<T> shown() throws Exception;

  /** Takes the target away, after the check; nothing unless overridden. */
  @Override
  default void close() throws IOException {}

  /** One of a sink and of what tells what its target shows. */
  static <T> SinkTarget<T> of(Sink<T> sink, Fresh<List<T>> shown) {
    Objects.requireNonNull(sink, "sink");
    Objects.requireNonNull(shown, "shown");
    return new SinkTarget<>() {
      @Override
      public Sink<T> sink() {
        return sink;
      }

      @Override
      public List<T> shown() throws Exception {
        return shown.make();
      }
    };
  }
}
