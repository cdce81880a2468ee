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

  /** The first steps that hand on one item at most, and what comes behind them. */
  private static final @Nullable InlineOperator STEP0 = step(0);

  private static final @Nullable InlineOperator STEP1 = step(1);
  private static final @Nullable InlineOperator STEP2 = step(2);
  private static final @Nullable InlineOperator STEP3 = step(3);
  private static final @Nullable InlineOperator STEP4 = step(4);
  private static final @Nullable InlineOperator STEP5 = step(5);
  private static final Operator TAIL = after(6);

  private static @Nullable InlineOperator step(int number) {
    return after(number) instanceof InlineOperator inline ? inline : null;
  }

  /** The operator behind the first steps, which is the last one if there are not so many. */
  private static Operator after(int steps) {
    Operator at = HEAD;
    for (int i = 0; i < steps && at instanceof InlineOperator inline; i++) {
      at = inline.next();
    }
    return at;
  }

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
      HEAD.push(batch.values[i], batch.timestamp(i), context);
    }
  }

  @Override
  void run(IndexRange range, int from, int to, TaskContext context) {
    long stride = range.stride();
    long index = range.first() + from * stride;
    for (int i = from; i < to; i++) {
      Object item = ItemFailure.item(Objects.requireNonNull(SOURCE), index);
      long time = Timestamps.NONE;
      boolean timed = false;
      do {
        if (STEP0 != null) {
          if (!STEP0.passes(item, time, context)) {
            break;
          }
          if (STEP0.setsTime()) {
            time = context.itemTime;
            timed = true;
          }
          item = STEP0.apply(item, time, context);
          if (ErrorPolicy.isDropped(item)) {
            break;
          }
        }
        if (STEP1 != null) {
          if (!STEP1.passes(item, time, context)) {
            break;
          }
          if (STEP1.setsTime()) {
            time = context.itemTime;
            timed = true;
          }
          item = STEP1.apply(item, time, context);
          if (ErrorPolicy.isDropped(item)) {
            break;
          }
        }
        if (STEP2 != null) {
          if (!STEP2.passes(item, time, context)) {
            break;
          }
          if (STEP2.setsTime()) {
            time = context.itemTime;
            timed = true;
          }
          item = STEP2.apply(item, time, context);
          if (ErrorPolicy.isDropped(item)) {
            break;
          }
        }
        if (STEP3 != null) {
          if (!STEP3.passes(item, time, context)) {
            break;
          }
          if (STEP3.setsTime()) {
            time = context.itemTime;
            timed = true;
          }
          item = STEP3.apply(item, time, context);
          if (ErrorPolicy.isDropped(item)) {
            break;
          }
        }
        if (STEP4 != null) {
          if (!STEP4.passes(item, time, context)) {
            break;
          }
          if (STEP4.setsTime()) {
            time = context.itemTime;
            timed = true;
          }
          item = STEP4.apply(item, time, context);
          if (ErrorPolicy.isDropped(item)) {
            break;
          }
        }
        if (STEP5 != null) {
          if (!STEP5.passes(item, time, context)) {
            break;
          }
          if (STEP5.setsTime()) {
            time = context.itemTime;
            timed = true;
          }
          item = STEP5.apply(item, time, context);
          if (ErrorPolicy.isDropped(item)) {
            break;
          }
        }
        TAIL.push(item, time, context);
      } while (false); // once; to leave from within
      if (timed) {
        context.itemDone(time);
      }
      index += stride;
    }
  }
}
