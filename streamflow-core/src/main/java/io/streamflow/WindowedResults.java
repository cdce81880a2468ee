package io.streamflow;

import io.streamflow.job.OnError;
import io.streamflow.plan.Node;
import io.streamflow.plan.Step;
import io.streamflow.spi.Codec;
import io.streamflow.window.WindowResult;
import java.util.Objects;

/**
 * The results of a windowed aggregation, and beside them the items that came too late for it.
 *
 * @param <K> the key
 * @param <T> the items that were aggregated
 * @param <R> the aggregated values
 */
public final class WindowedResults<K, T, R> extends Stream<WindowResult<K, R>> {
  private final Node.Windowed windowed;

  WindowedResults(Node.Windowed windowed) {
    super(windowed);
    this.windowed = windowed;
  }

  /**
   * The items that came after their windows were closed and the allowed lateness had passed. When
   * nobody takes this stream, they are counted and a sample is logged.
   */
  public Stream<T> late() {
    return new Stream<>(new Node.Late(windowed, Step.of("late")));
  }

  @Override
  public WindowedResults<K, T, R> named(String name) {
    return with(windowed.step().named(Names.checked(name)));
  }

  @Override
  public WindowedResults<K, T, R> parallelism(int subtasks) {
    return with(windowed.step().parallelism(subtasks));
  }

  @Override
  public WindowedResults<K, T, R> onError(OnError policy) {
    return with(windowed.step().onError(policy));
  }

  @Override
  public WindowedResults<K, T, R> withCodec(Codec<WindowResult<K, R>> codec) {
    return with(windowed.step().itemCodec(Objects.requireNonNull(codec, "codec")));
  }

  private WindowedResults<K, T, R> with(Step step) {
    return new WindowedResults<>(
        new Node.Windowed(windowed.upstream(), windowed.spec(), windowed.aggregator(), step));
  }
}
