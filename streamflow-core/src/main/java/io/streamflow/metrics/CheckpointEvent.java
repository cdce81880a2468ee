package io.streamflow.metrics;

import io.streamflow.job.CheckpointInfo;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** In the flight recorder: a checkpoint, from its being asked for to its being stored. */
@Name("io.streamflow.Checkpoint")
@Label("Checkpoint")
@Category("StreamFlow")
@StackTrace(false)
public final class CheckpointEvent extends Event {
  @Label("Job")
  String job = "";

  @Label("Epoch")
  long epoch;

  @Label("Longest Pause")
  @Timespan(Timespan.NANOSECONDS)
  long pauseNanos;

  @Label("Entries")
  long entries;

  @Label("Bytes")
  @DataAmount
  long bytes;

  /** The checkpoint is stored. */
  public void stored(String ofJob, CheckpointInfo info) {
    end();
    if (shouldCommit()) {
      job = ofJob;
      epoch = info.epoch();
      pauseNanos = info.longestPause().toNanos();
      entries = info.entries();
      bytes = info.bytes();
      commit();
    }
  }
}
