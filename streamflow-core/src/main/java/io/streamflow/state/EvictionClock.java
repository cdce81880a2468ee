package io.streamflow.state;

import java.util.ArrayList;
import java.util.List;

/** Evicts entries that were not used for long, by the clock algorithm (Corbató, 1968). */
final class EvictionClock {
  /** The first may only find that all was used; the second, that it was used again. */
  private static final int VAIN_ROUNDS = 3;

  private final TaskCache cache;
  private final List<Swept> states = new ArrayList<>();
  private int hand;
  private long evictedBefore;
  private int vainRounds;
  private long vainSince;

  EvictionClock(TaskCache cache) {
    this.cache = cache;
  }

  void add(Swept state) {
    states.add(state);
  }

  /** Evicts entries while the memory is over its budget, looking at so many places. */
  void evict(int places) {
    if (vainSince != cache.commits) {
      vainRounds = 0;
      vainSince = cache.commits;
    }
    int left = places;
    // When all that is left has to be written first, only a commit makes room.
    while (left > 0 && vainRounds < VAIN_ROUNDS && cache.isOverBudget()) {
      left = states.get(hand).sweep(left);
      if (left > 0) {
        hand++;
        if (hand == states.size()) {
          hand = 0;
          vainRounds = cache.evicted == evictedBefore ? vainRounds + 1 : 0;
          evictedBefore = cache.evicted;
        }
      }
    }
  }
}
