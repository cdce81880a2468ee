package io.streamflow.spi;

import java.io.Closeable;
import java.util.OptionalLong;

/**
 * Reads one partition, in order. Used by one thread at a time; blocking is normal. Closing it twice
 * does no more than closing it once. {@link io.streamflow.testing.SourceConformance} checks that a
 * source keeps what is said here.
 *
 * @param <T> the items
 */
public interface SourceReader<T> extends Closeable {

  /** What a call of {@link #read} says of the partition. */
  enum Status {
    /** More may come, now or later. */
    OPEN,
    /** Nothing will ever come again; items handed out by this call still count. */
    ENDED
  }

  /**
   * Hands items to {@code out} until it is full or nothing is at hand. With nothing at hand it
   * waits for the first item, but no longer than {@code maxWaitMillis}; zero means that it must not
   * wait. An interrupt is not lost: the call throws, or the thread is still interrupted when it
   * returns.
   *
   * @throws InterruptedException when interrupted while waiting: the job is being cancelled
   */
  Status read(SourceOutput<T> out, long maxWaitMillis) throws Exception;

  /**
   * The job is being stopped. A reader that holds items which nobody could read again, such as
   * those put into a queue, takes no new ones from now on, returns true, and is read until it has
   * {@link Status#ENDED}. Others return false and are not read any more.
   */
  default boolean stop() {
    return false;
  }

  /**
   * A checkpoint of the job is stored and its output committed: after a crash the partition is
   * opened at {@code offset}, or at a later one, so that the reader may let go of what came before
   * (only a savepoint made earlier still leads back), or tell others how far the job has come. Must
   * not wait. Called between reads, by the thread that reads; not once the partition has {@link
   * Status#ENDED}, and not for every checkpoint when the job ends or crashes.
   *
   * @param offset what {@link #offset} returned at the checkpoint
   */
  default void checkpointed(Offset offset) {}

  /**
   * The position after the last item handed out; opening the partition there goes on with the next.
   * Asked at any time between two reads, before the first and after the last; asking changes
   * nothing.
   */
  Offset offset();

  /**
   * How many records are there which were not handed out, roughly, where that is known without
   * asking anybody. For people who watch the job; asked some times a second, between two reads;
   * must not wait.
   */
  default OptionalLong lag() {
    return OptionalLong.empty();
  }

  /**
   * Whether there are records which could not be handed out yet, or whether that is not known yet,
   * as from a server that has not answered. Meanwhile the partition is not silent but slow: it does
   * not count as idle, as what it has would be late otherwise. Asked between two reads, once
   * nothing was read for the idle timeout; must not wait.
   */
  default boolean isCatchingUp() {
    return false;
  }
}
