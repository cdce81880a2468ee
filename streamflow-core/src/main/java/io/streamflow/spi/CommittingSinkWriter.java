package io.streamflow.spi;

/**
 * A writer whose output becomes visible only when the checkpoint that covers it is complete.
 * Closing it discards what is neither prepared nor committed.
 *
 * @param <T> the items
 */
public interface CommittingSinkWriter<T> extends SinkWriter<T> {

  /**
   * Makes everything written since the last call durable but not visible, and returns what {@link
   * #commit} will need, which is stored in the checkpoint. Called at the barrier of the epoch. The
   * bytes are not changed any more.
   */
  byte[] prepare(long epoch) throws Exception;

  /**
   * Makes the output of an epoch visible. Called after its checkpoint is complete, and again after
   * a recovery, possibly on another writer of the same sink: doing it twice must change nothing.
   */
  void commit(long epoch, byte[] prepared) throws Exception;
}
