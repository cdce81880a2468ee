package io.streamflow.operator;

import java.lang.invoke.MethodHandles;

/**
 * The template of the specialised loop: a hidden copy of this class holds the head of its chain as
 * a constant, from which the JIT folds every operator and function behind it. Never used itself.
 */
final class ConstantLoop extends ChainLoop {
  private static final Operator HEAD = head();

  private static Operator head() {
    try {
      return MethodHandles.classData(
          MethodHandles.lookup(), java.lang.constant.ConstantDescs.DEFAULT_NAME, Operator.class);
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
}
