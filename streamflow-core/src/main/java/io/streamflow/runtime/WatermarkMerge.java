package io.streamflow.runtime;

import io.streamflow.operator.Timestamps;
import java.util.Arrays;

/**
 * The watermark over several inputs: the least of those that are active. When none is active, the
 * greatest of all: nobody is left to hold it back. It never goes down. Pure; used by one thread.
 */
final class WatermarkMerge {

  /** How an input stands. */
  private enum Status {
    ACTIVE,
    IDLE,
    FINISHED
  }

  private long[] watermarks;
  private Status[] status;
  private long merged = Timestamps.NONE;

  WatermarkMerge(int inputs) {
    watermarks = new long[inputs];
    Arrays.fill(watermarks, Timestamps.NONE);
    status = new Status[inputs];
    Arrays.fill(status, Status.ACTIVE);
  }

  /** Adds an active input, which joins where the others are; returns its number. */
  int add() {
    int input = watermarks.length;
    watermarks = Arrays.copyOf(watermarks, input + 1);
    watermarks[input] = merged;
    status = Arrays.copyOf(status, input + 1);
    status[input] = Status.ACTIVE;
    return input;
  }

  /** The watermark over all inputs, or {@link Timestamps#NONE}. */
  long merged() {
    return merged;
  }

  /** The input shows a watermark; returns that over all inputs. */
  long advance(int input, long watermark) {
    status[input] = Status.ACTIVE;
    long before = watermarks[input];
    if (watermark > before) {
      watermarks[input] = watermark;
      if (before <= merged) { // else it was not this input that held the others back
        merge();
      }
    }
    return merged;
  }

  /** The input shows data again. */
  void active(int input) {
    status[input] = Status.ACTIVE;
  }

  /** The input no longer holds the others back, until it is active again. */
  long idle(int input) {
    status[input] = Status.IDLE;
    return merge();
  }

  /** The input has ended. */
  long finish(int input) {
    status[input] = Status.FINISHED;
    return merge();
  }

  /** Whether no input is active. */
  boolean allQuiet() {
    return Arrays.stream(status).noneMatch(s -> s == Status.ACTIVE);
  }

  boolean allFinished() {
    return Arrays.stream(status).allMatch(s -> s == Status.FINISHED);
  }

  boolean isActive(int input) {
    return status[input] == Status.ACTIVE;
  }

  private long merge() {
    long least = Long.MAX_VALUE;
    long greatest = Timestamps.NONE;
    boolean anyActive = false;
    for (int i = 0; i < watermarks.length; i++) {
      greatest = Math.max(greatest, watermarks[i]);
      if (status[i] == Status.ACTIVE) {
        anyActive = true;
        least = Math.min(least, watermarks[i]);
      }
    }
    merged = Math.max(merged, anyActive ? least : greatest);
    return merged;
  }
}
