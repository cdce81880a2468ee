package io.streamflow.checkpoint;

import io.streamflow.spi.Codec;
import java.util.List;

/**
 * What today's plan says of a step that keeps something.
 *
 * @param name the step's name
 * @param kind what it keeps
 * @param description what it does, as far as its state depends on it
 * @param states its states
 */
public record StepFacts(
    String name, StoredPlan.Kind kind, String description, List<StateFacts> states) {
  /** Keeps its own copy. */
  public StepFacts {
    states = List.copyOf(states);
  }

  /**
   * A state of the step.
   *
   * @param name its name within the step
   * @param key the codec of its keys
   * @param value the codec of its values
   */
  public record StateFacts(String name, Codec<?> key, Codec<?> value) {}
}
