package io.streamflow.runtime;

import io.streamflow.job.TaskView.Activity;
import io.streamflow.metrics.TaskMeter;
import io.streamflow.operator.Batch;
import io.streamflow.operator.Output;
import io.streamflow.operator.TaskInterrupted;
import io.streamflow.operator.Timestamps;
import java.util.List;

/**
 * Takes items from one subtask to the subtasks of the next stage, in batches: one open batch per
 * target, sent when it is full, or when the task says so. Used by the task's thread.
 */
final class Router implements Output {
  private final String to;
  private final TaskMeter meter;
  private final List<Channel> targets;
  private final Batch[] open;
  private final int batchSize;
  private final boolean rotates;
  private int current;
  private boolean sentWatermark;
  private long timesIdle;

  /**
   * For one edge.
   *
   * @param to the name of the step that takes the items
   * @param meter hears when there is no room
   * @param targets the channels this subtask may send to
   * @param batchSize items per batch
   */
  Router(String to, TaskMeter meter, List<Channel> targets, int batchSize, int firstTarget) {
    this.to = to;
    this.meter = meter;
    this.targets = List.copyOf(targets);
    this.batchSize = batchSize;
    this.rotates = targets.size() > 1;
    this.current = firstTarget;
    this.open = new Batch[targets.size()];
    for (int i = 0; i < open.length; i++) {
      open[i] = new Batch(batchSize);
    }
  }

  @Override
  public int targets() {
    return open.length;
  }

  @Override
  public void push(Object value, long timestamp) {
    push(value, timestamp, current);
    if (rotates && open[current].count() == 0) { // the batch was full and has left
      current = current + 1 == open.length ? 0 : current + 1;
    }
  }

  @Override
  public void push(Object value, long timestamp, int target) {
    open[target].add(value, timestamp);
    sendIfFull(target);
  }

  private void sendIfFull(int target) {
    if (open[target].isFull()) {
      send(target);
    }
  }

  @Override
  public void pushPart(Object part, long timestamp, int target) {
    open[target].addPart(part, timestamp);
    sendIfFull(target);
  }

  @Override
  public long floor() {
    long floor = Timestamps.NONE;
    for (Channel target : targets) {
      Channel.Noticed noticed = target.noticed();
      if (noticed == null || noticed.idle() < timesIdle) {
        return Long.MAX_VALUE;
      }
      floor = Math.max(floor, noticed.watermark());
    }
    return floor;
  }

  void watermark(long watermark) {
    for (Batch batch : open) {
      batch.mark(watermark);
    }
    if (!sentWatermark) {
      sentWatermark = true;
      flush(); // in a batch it might be overtaken by the next, and early results count from it
    }
  }

  /** Sends what waits. */
  void flush() {
    boolean begun = open[current].count() > 0;
    for (int target = 0; target < open.length; target++) {
      if (!open[target].isEmpty()) {
        send(target);
      }
    }
    if (rotates && begun) { // else few items at a time would all go to the same target
      current = current + 1 == open.length ? 0 : current + 1;
    }
  }

  /** Sends what waits, and then an element to every target. */
  void broadcast(Element element) {
    flush();
    if (element instanceof Element.Idle) {
      timesIdle++;
    }
    for (Channel target : targets) {
      send(target, element);
    }
  }

  private void send(int target) {
    Batch full = open[target];
    open[target] = new Batch(batchSize);
    send(targets.get(target), new Element.Data(full));
  }

  private void send(Channel target, Element element) {
    try {
      if (!target.offer(element)) {
        Activity before = meter.begin(Activity.BLOCKED, to);
        target.send(element);
        meter.begin(before);
      }
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      throw new TaskInterrupted();
    }
  }
}
