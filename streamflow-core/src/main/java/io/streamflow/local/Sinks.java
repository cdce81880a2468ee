package io.streamflow.local;

import io.streamflow.function.Action;
import io.streamflow.spi.Sink;
import java.util.Collection;
import java.util.Objects;

/** Sinks that need nothing outside the JVM. */
public final class Sinks {
  private Sinks() {}

  /** Prints each item's text on a line of standard output. */
  public static <T> Sink<T> stdout() {
    return new StdoutSink<>();
  }

  /**
   * Shows each item to {@code action}. A step with several subtasks calls it from several threads
   * at once.
   */
  public static <T> Sink<T> forEach(Action<? super T> action) {
    return new ActionSink<>(Objects.requireNonNull(action, "action"));
  }

  /** Adds each item to {@code target}, one at a time; read it when the job is over. */
  public static <T> Sink<T> into(Collection<? super T> target) {
    return new CollectionSink<>(Objects.requireNonNull(target, "target"));
  }
}
