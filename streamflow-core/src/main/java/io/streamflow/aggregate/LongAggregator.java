package io.streamflow.aggregate;

/**
 * An aggregator whose accumulator is one whole number, 0 at first, which is also its result. The
 * engine keeps it beside its key where it can: fetching an object for each item is what an
 * aggregate over many keys costs most.
 *
 * @param <T> the values
 */
public sealed interface LongAggregator<T> extends Aggregator<T, LongAccumulator, Long>
    permits CountAggregator, LongSumAggregator {

  /** The number with one more value in it. */
  long add(long number, T value) throws Exception;

  /** What two numbers come to that have seen different values. */
  long merge(long left, long right);

  /** The number without {@code part}, which was merged into it before. */
  long subtract(long whole, long part);

  @Override
  default LongAccumulator create() {
    return new LongAccumulator(0);
  }

  @Override
  default LongAccumulator add(LongAccumulator accumulator, T value) throws Exception {
    accumulator.set(add(accumulator.value(), value));
    return accumulator;
  }

  @Override
  default LongAccumulator merge(LongAccumulator left, LongAccumulator right) {
    left.set(merge(left.value(), right.value()));
    return left;
  }

  @Override
  default boolean canSubtract() {
    return true;
  }

  @Override
  default boolean canPreAggregate() {
    return true;
  }

  @Override
  default LongAccumulator subtract(LongAccumulator whole, LongAccumulator part) {
    whole.set(subtract(whole.value(), part.value()));
    return whole;
  }

  @Override
  default Long finish(LongAccumulator accumulator) {
    return accumulator.value();
  }
}
