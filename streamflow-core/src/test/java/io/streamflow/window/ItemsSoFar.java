package io.streamflow.window;

import io.streamflow.aggregate.Aggregator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The items themselves, which can also be taken out again: nothing else may be in a window. */
final class ItemsSoFar implements Aggregator<Item, List<Item>, List<Item>> {
  private static final long serialVersionUID = 1L;

  /** How many parts were taken out, and how many could not be: the operator would hide that. */
  static final AtomicLong SUBTRACTED = new AtomicLong();

  static final AtomicLong FAILED = new AtomicLong();

  @Override
  public List<Item> create() {
    return new ArrayList<>();
  }

  @Override
  public List<Item> add(List<Item> items, Item item) {
    items.add(item);
    return items;
  }

  @Override
  public List<Item> merge(List<Item> left, List<Item> right) {
    left.addAll(right);
    return left;
  }

  @Override
  public boolean canSubtract() {
    return true;
  }

  @Override
  public List<Item> subtract(List<Item> whole, List<Item> part) {
    for (Item item : part) {
      if (!whole.remove(item)) {
        FAILED.incrementAndGet();
        throw new AssertionError(item + " was never merged into " + whole);
      }
    }
    SUBTRACTED.incrementAndGet();
    return whole;
  }

  @Override
  public List<Item> finish(List<Item> items) {
    return List.copyOf(items);
  }
}
