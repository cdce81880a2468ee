package io.streamflow.runtime;

import io.streamflow.checkpoint.Manifest;
import io.streamflow.checkpoint.PlanFit;
import io.streamflow.job.StateSnapshot;
import io.streamflow.operator.StepReading;
import io.streamflow.plan.Node;
import io.streamflow.state.Pairs;
import io.streamflow.state.StateBackend;
import io.streamflow.state.StoredState;
import io.streamflow.window.TimeWindow;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A step's state in one checkpoint, as the application sees it. */
final class StepSnapshot<K, V> implements StateSnapshot<K, V> {
  private final long epoch;
  private final StepReading reading;
  private final Class<K> keyType;
  private final Class<V> valueType;
  private final Runnable closing;

  /**
   * The state of a step.
   *
   * @throws IllegalArgumentException when the plan has no such step with state
   */
  StepSnapshot(
      KeptSteps steps,
      PlanFit.Fits fit,
      Pairs pairs,
      Manifest checkpoint,
      String step,
      Class<K> keyType,
      Class<V> valueType,
      Runnable closing) {
    Node.Keyed node = steps.stateful().get(step);
    if (node == null) {
      throw new IllegalArgumentException(
          "there is no step '"
              + step
              + "' with state; those are: "
              + String.join(", ", steps.stateful().keySet()));
    }
    Map<String, StoredState<?, ?>> states = Objects.requireNonNull(fit.states().get(step));
    this.reading =
        StepReading.of(
            step,
            node,
            pairs,
            state -> Objects.requireNonNull(states.get(state)),
            checkpoint.watermarks().getOrDefault(step, StateBackend.NO_WATERMARK));
    this.epoch = checkpoint.epoch();
    this.keyType = keyType;
    this.valueType = valueType;
    this.closing = closing;
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public Optional<V> get(K key) {
    return reading.get(key).map(valueType::cast);
  }

  @Override
  public Optional<V> get(K key, TimeWindow window) {
    return reading.get(key, window).map(valueType::cast);
  }

  @Override
  public Stream<Entry<K, V>> entries() {
    return reading
        .all()
        .map(result ->
            new Entry<>(
                keyType.cast(result.key()), result.window(), valueType.cast(result.value())));
  }

  @Override
  public void close() {
    closing.run();
  }
}
