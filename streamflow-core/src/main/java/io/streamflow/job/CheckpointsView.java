package io.streamflow.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The checkpoints of a durable job, since it was started in this process.
 *
 * @param interval at least how often one is due
 * @param completed how many were stored
 * @param failures how often one could not be stored, which ends the run
 * @param recent the newest ones, the newest last; at most {@value #RECENT}
 * @param pending the one that is being made
 * @param fileBytes how large the file of the state is on the disk
 * @param logBytes how much of it are changes that are not moved into its tree yet; they are in
 *     memory, too
 */
public record CheckpointsView(
    Duration interval,
    long completed,
    long failures,
    List<CheckpointInfo> recent,
    Optional<Pending> pending,
    long fileBytes,
    long logBytes) {

  /** How many completed ones are shown. */
  public static final int RECENT = 100;

  /** Keeps its own copies. */
  public CheckpointsView {
    recent = List.copyOf(recent);
  }

  /**
   * A checkpoint that is being made.
   *
   * @param epoch its number
   * @param since how long ago it was begun
   * @param waitsFor the names of the tasks whose part is missing, as {@link TaskView#name()}; none
   *     when it is being stored
   */
  public record Pending(long epoch, Duration since, List<String> waitsFor) {
    /** Keeps its own copies. */
    public Pending {
      waitsFor = List.copyOf(waitsFor);
    }
  }
}
