package io.streamflow.testing;

import io.streamflow.spi.Guarantee;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What a sink does whose output shows behind a checkpoint. */
final class SinkCommitChecks<T> extends SinkChecks<T> {
  SinkCommitChecks(SinkInput<T> input, Guarantee guarantee) {
    super(input, guarantee);
  }

  /** How far an epoch comes before the job crashes. */
  private enum Cut {
    WRITTEN,
    FLUSHED,
    PREPARED
  }

  void addTo(Additions checks, boolean delivers) {
    checks.add("nothing shows before its checkpoint", Clause.HIDDEN, this::hidden);
    checks.add("committing again changes nothing", Clause.COMMIT, this::again);
    checks.add("another writer commits what one has prepared", Clause.COMMIT, this::others);
    for (Cut cut : Cut.values()) {
      checks.add(
          "what is only " + cut.name().toLowerCase(Locale.ROOT) + " never shows",
          Clause.VOID,
          trial -> cutOff(trial, cut));
    }
    if (!delivers) {
      checks.add("closing without a commit shows nothing", Clause.DISCARDED, this::closed);
      checks.add("prepared bytes stay as they are", Clause.PREPARED_BYTES, this::bytes);
    }
  }

  private void hidden(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          try (PlayedRun<T> run = job.start(2)) {
            run.write(0, items(0, 2));
            run.write(1, items(2, 4));
            requireNothingBut(List.of(), "written", job);
            run.flush();
            requireNothingBut(List.of(), "flushed", job);
            run.prepare(1);
            requireNothingBut(List.of(), "prepared", job);
            run.write(0, items(4, 6));
            run.store();
            run.commit();
            requireNothingBut(items(0, 4), "committed, with the next epoch begun", job);
            run.flush();
            run.prepare(2);
            requireNothingBut(items(0, 4), "committed, with the next epoch prepared", job);
            run.store();
            run.commit();
          }
          requireShown(items(0, 6), job);
        });
  }

  private void requireNothingBut(List<T> expected, String state, PlayedJob<T> job)
      throws Exception {
    List<T> shown = job.shown();
    List<T> tooEarly = shown.stream().filter(item -> !expected.contains(item)).toList();
    if (!tooEarly.isEmpty()) {
      throw job.trial.broken("items show that are only " + state, expected, shown);
    }
    requireShowing(expected, job);
  }

  private void again(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          try (PlayedRun<T> run = job.start(2)) {
            run.write(0, items(0, 2));
            run.write(1, items(2, 4));
            run.checkpoint(1);
            run.commit();
            requireShowing(items(0, 4), job);
          }
          for (int writers = 3; writers > 0; writers--) {
            try (PlayedRun<T> run = job.start(writers)) {
              run.deliver();
              requireShowing(items(0, 4), job);
            }
          }
          try (PlayedRun<T> run = job.start(1)) {
            run.write(0, items(4, 6));
            run.checkpoint(2);
          }
          requireShown(items(0, 6), job);
        });
  }

  private void others(Trial trial) throws Exception {
    others(trial, 3, 1);
    others(trial, 1, 2);
    others(trial, 2, 3);
  }

  private void others(Trial trial, int writers, int next) throws Exception {
    play(
        trial,
        job -> {
          PlayedRun<T> run = job.start(writers);
          for (int i = 0; i < 6; i++) {
            run.write(i % writers, items(i, i + 1));
          }
          run.prepare(1);
          run.store();
          run.close();
          List<byte[]> shuffled = new ArrayList<>(job.stored);
          Collections.shuffle(shuffled, new Random(writers));
          job.stored = shuffled;
          try (PlayedRun<T> later = job.start(next)) {
            later.deliver();
            requireShowing(items(0, 6), job);
            later.write(0, items(6, 8));
            later.checkpoint(2);
          }
          requireShown(items(0, 8), job);
        });
  }

  private void cutOff(Trial trial, Cut cut) throws Exception {
    cutOff(trial, cut, 0, 1);
    cutOff(trial, cut, 1, 1);
    cutOff(trial, cut, 1, 3);
  }

  /** The items are written again after the restart, in an epoch of the same number. */
  private void cutOff(Trial trial, Cut cut, int epochs, int writers) throws Exception {
    play(
        trial,
        job -> {
          List<T> safe = items(0, 4 * epochs);
          PlayedRun<T> run = job.start(2);
          if (epochs == 1) {
            run.write(0, safe);
            run.checkpoint(1);
          }
          run.write(0, items(4, 6));
          run.write(1, items(6, 8));
          switch (cut) {
            case WRITTEN -> {}
            case FLUSHED -> run.flush();
            case PREPARED -> run.prepare(epochs + 1);
          }
          run.close();
          requireShown(safe, job);
          try (PlayedRun<T> next = job.start(writers)) {
            next.deliver();
            requireShowing(safe, job);
            next.write(0, items(4, 8));
            next.checkpoint(epochs + 1);
            requireShowing(items(4 - 4 * epochs, 8), job);
            next.checkpoint(epochs + 2);
          }
          requireShown(items(4 - 4 * epochs, 8), job);
        });
  }

  private void closed(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          PlayedRun<T> run = job.startPlain(2);
          run.write(0, items(0, 4));
          run.close();
          requireShown(List.of(), job);
        });
    play(
        trial,
        job -> {
          PlayedRun<T> run = job.startPlain(2);
          run.write(1, items(0, 4));
          run.prepare(1);
          run.close();
          requireShown(List.of(), job);
        });
  }

  /** The engine holds them while the next epoch is written. */
  private void bytes(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          try (PlayedRun<T> run = job.start(1)) {
            run.write(0, items(0, 3));
            run.prepare(1);
            run.write(0, items(3, 4));
            run.flush();
            run.requireBytesUnchanged();
            run.store();
            run.commit();
            run.write(0, items(4, 5));
            run.checkpoint(2);
            run.requireBytesUnchanged();
          }
          requireShown(items(0, 5), job);
        });
  }
}
