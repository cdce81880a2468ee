package io.streamflow.state;

/** Where entries can be evicted. */
interface Swept {

  /**
   * Goes on with a round over all places: an entry that is as the checkpoint has it is spared once
   * when it was used since the last round, else evicted. Stops when the memory is in its budget.
   *
   * @param places how many to look at
   * @return how many of them are left; more than 0 only when the round is over
   */
  int sweep(int places);
}
