package io.streamflow.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * What a state directory knows of the plan that wrote it: enough to tell whether another plan fits.
 *
 * @param keyGroups into how many groups keys are dealt
 * @param nextStateId the number that the next new state gets; numbers are never used again
 * @param steps the steps that keep something
 */
public record StoredPlan(int keyGroups, int nextStateId, List<Step> steps) {
  /** Keeps its own copy. */
  public StoredPlan {
    steps = List.copyOf(steps);
  }

  /** What a step keeps. */
  public enum Kind {
    /** The positions of its partitions. */
    SOURCE("source", "positions"),
    /** State per key. */
    STATEFUL("step", "state");

    private final String word;
    private final String keeps;

    Kind(String word, String keeps) {
      this.word = word;
      this.keeps = keeps;
    }

    String word() {
      return word;
    }

    String keeps() {
      return keeps;
    }
  }

  /**
   * A step.
   *
   * @param name the name by which it is found again
   * @param kind what it keeps
   * @param description what it does, as far as its state depends on it
   * @param states its states
   */
  public record Step(String name, Kind kind, String description, List<State> states) {
    /** Keeps its own copy. */
    public Step {
      states = List.copyOf(states);
    }

    Optional<State> state(String called) {
      return states.stream().filter(state -> state.name().equals(called)).findFirst();
    }
  }

  /**
   * A state of a step.
   *
   * @param name its name within the step
   * @param id its number in this directory
   * @param key the fingerprint of its keys' codec
   * @param forms the fingerprints of all codecs that values were ever written with, oldest first;
   *     each value tells the number of its own
   */
  public record State(String name, int id, String key, List<String> forms) {
    /** Keeps its own copy. */
    public State {
      forms = List.copyOf(forms);
    }
  }

  Optional<Step> step(String called) {
    return steps.stream().filter(step -> step.name().equals(called)).findFirst();
  }
}
