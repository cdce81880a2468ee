package io.streamflow.runtime;

import org.jspecify.annotations.Nullable;

/** The writer's half of a bounded queue between two tasks; the reader's half is {@link Inputs}. */
interface Channel {
  /**
   * Hands over an element if there is room for it; whether there was.
   *
   * @throws InterruptedException when the job is being cancelled
   */
  boolean offer(Element element) throws InterruptedException;

  /**
   * Hands over an element; waits while the queue is full of data.
   *
   * @throws InterruptedException when the job is being cancelled
   */
  void send(Element element) throws InterruptedException;

  /** What the reader said last of having noticed the writer; null as long as it has not. */
  @Nullable Noticed noticed();

  /**
   * The reader has noticed that data comes through the channel.
   *
   * @param idle how many times the writer had been idle before
   * @param watermark how far the reader was; from then on it goes further only if the writer does
   */
  record Noticed(long idle, long watermark) {}
}
