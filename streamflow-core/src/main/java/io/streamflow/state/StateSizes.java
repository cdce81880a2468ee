package io.streamflow.state;

/** Hears how large the states of a task are. */
@FunctionalInterface
public interface StateSizes {
  /**
   * One state.
   *
   * @param step whose it is
   * @param entries how many entries are in memory
   * @param bytes how much these take, by estimate; 0 where it is not known
   * @param hits how many lookups have found their key in memory; 0 for state that is nowhere else
   * @param misses how many had to ask the checkpoint
   */
  void state(String step, long entries, long bytes, long hits, long misses);
}
