package io.streamflow.testing;

import io.streamflow.spi.Guarantee;
import java.util.List;

/** What the checks of sinks share: each plays jobs on targets of its own. */
abstract class SinkChecks<T> {
  final SinkInput<T> input;
  final Guarantee guarantee;

  SinkChecks(SinkInput<T> input, Guarantee guarantee) {
    this.input = input;
    this.guarantee = guarantee;
  }

  /** What a check does with a job that has not been started. */
  interface Play<T> {
    void play(PlayedJob<T> job) throws Exception;
  }

  /** Plays a job on a target of its own. */
  final void play(Trial trial, Play<T> play) throws Exception {
    try (SinkTarget<T> target = input.fresh().make()) {
      trial.called("a new target");
      play.play(new PlayedJob<>(target, trial));
    }
  }

  final List<T> items(int from, int to) {
    return input.items(from, to);
  }

  /** When the job is not running, each of these items shows once, or as its guarantee says. */
  final void requireShown(List<T> expected, PlayedJob<T> job) throws Exception {
    settle(job);
    if (guarantee == Guarantee.AT_LEAST_ONCE) {
      Items.requireAtLeast(expected, job.shown(), job.trial);
    } else {
      Items.requireSame(expected, job.shown(), job.trial);
    }
  }

  /** When the job is not running, each of these items shows once: nothing was written again. */
  final void requireShownOnce(List<T> expected, PlayedJob<T> job) throws Exception {
    settle(job);
    Items.requireSame(expected, job.shown(), job.trial);
  }

  /** While the job runs, each of these items shows as its guarantee says. */
  final void requireShowing(List<T> expected, PlayedJob<T> job) throws Exception {
    List<T> shown = job.shown();
    if (input.late()) { // no others, and none twice
      Items.requireSame(expected.stream().filter(shown::contains).toList(), shown, job.trial);
    } else if (guarantee == Guarantee.AT_LEAST_ONCE) {
      Items.requireAtLeast(expected, shown, job.trial);
    } else {
      Items.requireSame(expected, shown, job.trial);
    }
  }

  private void settle(PlayedJob<T> job) throws Exception {
    if (input.late() && job.storedEpoch > 0) {
      job.start(1).close();
    }
  }
}
