package io.streamflow.aggregate;

import java.util.ArrayList;
import java.util.List;

/** Keeps all items in the order in which they came. */
record ListAggregator<T>() implements Aggregator<T, ArrayList<T>, List<T>> {

  @Override
  public ArrayList<T> create() {
    return new ArrayList<>();
  }

  @Override
  public ArrayList<T> add(ArrayList<T> accumulator, T value) {
    accumulator.add(value);
    return accumulator;
  }

  @Override
  public ArrayList<T> merge(ArrayList<T> left, ArrayList<T> right) {
    left.addAll(right);
    return left;
  }

  @Override
  public List<T> finish(ArrayList<T> accumulator) {
    return List.copyOf(accumulator);
  }
}
