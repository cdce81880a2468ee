package io.streamflow.runtime;

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
}
