package io.streamflow.metrics;

import io.streamflow.job.StepView.OpenWindow;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a step of one task holds. Written by the task, some times a second; read by any thread. */
public final class StepGauges {

  /**
   * State in memory.
   *
   * @param entries how many
   * @param bytes how much these take, roughly; 0 where it is not known
   */
  public record Size(long entries, long bytes) {}

  private volatile @Nullable OpenWindow window;
  private volatile @Nullable Size state;

  /** The oldest window is this one; both in milliseconds since the epoch, in event time. */
  public void window(long start, long end) {
    OpenWindow known = window;
    if (known == null || known.end().toEpochMilli() != end) {
      window = new OpenWindow(Optional.of(Instant.ofEpochMilli(start)), Instant.ofEpochMilli(end));
    }
  }

  /** The oldest session ends then, as far as is known. */
  public void session(long end) {
    window = new OpenWindow(Optional.empty(), Instant.ofEpochMilli(end));
  }

  /** No window is open. */
  public void noWindow() {
    window = null;
  }

  /** How much state there is. */
  public void state(long entries, long bytes) {
    state = new Size(entries, bytes);
  }

  /** The oldest window that is open. */
  public Optional<OpenWindow> window() {
    return Optional.ofNullable(window);
  }

  /** How much state there is; empty for a step that keeps none. */
  public Optional<Size> state() {
    return Optional.ofNullable(state);
  }
}
