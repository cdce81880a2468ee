package io.streamflow.operator;

import io.streamflow.function.IndexFunction;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The template of the specialised loop: a hidden copy of this class holds the head of its chain,
 * and the function of a source that has one, as constants, from which the JIT folds every operator
 * and function behind them. Never used itself.
 */
final class ConstantLoop extends ChainLoop {
  /**
   * What a copy is made for.
   *
   * @param head the first operator
   * @param source makes the items from their index, if such a source is in front of it
   */
  record Constants(Operator head, @Nullable IndexFunction<?> source) {}

  private static final Operator HEAD = constants().head();
  private static final @Nullable IndexFunction<?> SOURCE = constants().source();

  private static Constants constants() {
    try {
      return MethodHandles.classData(
          MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, Constants.class);
    } catch (IllegalAccessException cannotBe) {
      throw new IllegalStateException(cannotBe); // a class may read its own class data
    }
  }

  @Override
  void run(Batch batch, int from, int to, TaskContext context) {
    for (int i = from; i < to; i++) {
      HEAD.push(batch.values[i], batch.timestamps[i], context);
    }
  }

  @Override
  void run(IndexRange range, int from, int to, TaskContext context) {
    long stride = range.stride();
    long index = range.first() + from * stride;
    for (int i = from; i < to; i++) {
      Object item = ItemFailure.item(Objects.requireNonNull(SOURCE), index);
      HEAD.push(item, Timestamps.NONE, context);
      index += stride;
    }
  }
}
