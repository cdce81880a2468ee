package io.streamflow.metrics;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In the flight recorder: how long a task stands still at a barrier. */
@Name("io.streamflow.Barrier")
@Label("Barrier")
@Category("StreamFlow")
@StackTrace(false)
public final class BarrierEvent extends Event {
  @Label("Task")
  String task = "";

  @Label("Epoch")
  long epoch;

  /** The task goes on. */
  public void passed(String byTask, long ofEpoch) {
    end();
    if (shouldCommit()) {
      task = byTask;
      epoch = ofEpoch;
      commit();
    }
  }
}
