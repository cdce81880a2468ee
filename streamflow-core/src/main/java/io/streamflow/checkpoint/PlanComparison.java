package io.streamflow.checkpoint;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.spi.NoCodecException;
import io.streamflow.state.StoredState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One comparison of a plan with what is stored. Used once, by one thread. */
final class PlanComparison {
  private final StoredPlan stored;
  private final List<StepFacts> steps;
  private final Set<String> mayBeDropped;
  private final List<String> problems = new ArrayList<>();
  private final List<Integer> dropped = new ArrayList<>();
  private final Map<String, Map<String, StoredState<?, ?>>> states = new HashMap<>();
  private int nextId;

  PlanComparison(StoredPlan stored, List<StepFacts> steps, Set<String> mayBeDropped) {
    this.stored = stored;
    this.steps = steps;
    this.mayBeDropped = mayBeDropped;
    this.nextId = stored.nextStateId();
  }

  PlanFit result() {
    stored.steps().forEach(this::findAgain);
    List<StoredPlan.Step> next = new ArrayList<>();
    for (StepFacts step : steps) {
      next.add(stepOf(step));
    }
    return problems.isEmpty()
        ? new PlanFit.Fits(new StoredPlan(stored.keyGroups(), nextId, next), states, dropped)
        : new PlanFit.Differs(problems.stream().distinct().toList()); // a step has several states
  }

  /** A stored step must be in the plan, the same as it was, or else it must be one to drop. */
  private void findAgain(StoredPlan.Step before) {
    Optional<StepFacts> now =
        steps.stream().filter(step -> step.name().equals(before.name())).findFirst();
    if (now.isPresent()) {
      if (now.get().kind() != before.kind()
          || !now.get().description().equals(before.description())) {
        problems.add(
            "step '"
                + before.name()
                + "' was "
                + before.description()
                + " when its state was stored, and is "
                + now.get().description()
                + " now: give the new step a name of its own and say allowDropped(\""
                + before.name()
                + "\") to forget the old state, or change it back");
      }
      return;
    }
    if (!mayBeDropped.contains(before.name())) {
      problems.add(
          before.kind().word()
              + " '"
              + before.name()
              + "' ("
              + before.description()
              + ") has stored "
              + before.kind().keeps()
              + ", but the plan has no such step: name the step so again, or say"
              + " JobOptions.allowDropped(\""
              + before.name()
              + "\") to forget it");
      return;
    }
    before.states().forEach(state -> dropped.add(state.id()));
  }

  private StoredPlan.Step stepOf(StepFacts step) {
    Optional<StoredPlan.Step> before = stored.step(step.name());
    List<StoredPlan.State> next = new ArrayList<>();
    Map<String, StoredState<?, ?>> ofStep = new HashMap<>();
    for (StepFacts.StateFacts state : step.states()) {
      StoredPlan.State kept =
          before
              .flatMap(known -> known.state(state.name()))
              .map(known -> withForm(step.name(), known, state))
              .orElseGet(() ->
                  new StoredPlan.State(
                      state.name(),
                      nextId++,
                      state.key().fingerprint(),
                      List.of(state.value().fingerprint())));
      next.add(kept);
      ofStep.put(state.name(), storedState(step.name(), kept, state.key(), state.value()));
    }
    before.ifPresent(known -> dropUnused(known, next));
    states.put(step.name(), ofStep);
    return new StoredPlan.Step(step.name(), step.kind(), step.description(), next);
  }

  /** A state that the step no longer has, such as what changed since early results. */
  private void dropUnused(StoredPlan.Step before, List<StoredPlan.State> now) {
    for (StoredPlan.State state : before.states()) {
      if (now.stream().noneMatch(kept -> kept.id() == state.id())) {
        dropped.add(state.id());
      }
    }
  }

  private StoredPlan.State withForm(
      String step, StoredPlan.State known, StepFacts.StateFacts state) {
    String key = state.key().fingerprint();
    if (!known.key().equals(key)) {
      problems.add(
          "step '"
              + step
              + "' has stored keys of the form "
              + known.key()
              + ", and its keys are "
              + key
              + " now: keys cannot be converted; keep the key's type, or give the step another"
              + " name and say allowDropped(\""
              + step
              + "\")");
    }
    List<String> forms = new ArrayList<>(known.forms());
    String form = state.value().fingerprint();
    if (!forms.contains(form)) {
      forms.add(form);
    }
    return new StoredPlan.State(known.name(), known.id(), known.key(), forms);
  }

  @SuppressWarnings("unchecked") // the codecs of one state are of one type
  private <V> StoredState<?, ?> storedState(
      String step, StoredPlan.State state, Codec<?> key, Codec<V> value) {
    List<Codec<V>> readers = new ArrayList<>();
    for (String form : state.forms()) {
      try {
        readers.add(Codecs.reading(value, form));
      } catch (NoCodecException e) {
        readers.add(value); // only to go on to the other problems
        problems.add(
            "step '"
                + step
                + "': "
                + e.getMessage()
                + "; or give the step another name and say allowDropped(\""
                + step
                + "\") to forget its state");
      }
    }
    int form = state.forms().indexOf(value.fingerprint());
    return new StoredState<>(state.id(), (Codec<Object>) key, value, readers, form);
  }
}
