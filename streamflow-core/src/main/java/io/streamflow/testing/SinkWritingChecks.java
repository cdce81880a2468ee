package io.streamflow.testing;

import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import java.util.List;
import java.util.stream.IntStream;

/** What a sink does with items when nothing goes wrong. */
final class SinkWritingChecks<T> extends SinkChecks<T> {
  private static final int MOST_WRITERS = 3;

  SinkWritingChecks(SinkInput<T> input, Guarantee guarantee) {
    super(input, guarantee);
  }

  void addTo(Additions checks) {
    checks.add("everything written shows when the job has ended", Clause.FLUSH, this::plainJob);
    checks.add("everything written shows after its checkpoint", Clause.FLUSH, this::checkpoints);
    checks.add("what shows stays over a restart", Clause.VOID, this::restarts);
    checks.add("an epoch without items shows nothing", Clause.FLUSH, this::emptyEpochs);
    if (input.ordered()) {
      checks.add("the items of a writer keep their order", Clause.WRITER_ORDER, this::order);
    }
    if (input.refused().isPresent()) {
      checks.add("an item that is refused leaves the others alone", Clause.WRITE, this::refused);
    }
    checks.add(
        "it can be brought to another process, or says no", Clause.SINK_DESCRIPTION, this::copy);
  }

  private void plainJob(Trial trial) throws Exception {
    for (int writers = 1; writers <= MOST_WRITERS; writers++) {
      int parallelism = writers;
      play(
          trial,
          job -> {
            PlayedRun<T> run = job.startPlain(parallelism);
            for (int i = 0; i < 10; i++) {
              run.write(i % parallelism, items(i, i + 1));
              if (i == 4) {
                run.flush();
              }
            }
            run.finish();
            requireShownOnce(items(0, 10), job);
          });
    }
  }

  private void checkpoints(Trial trial) throws Exception {
    for (int writers = 1; writers <= MOST_WRITERS; writers++) {
      int parallelism = writers;
      play(
          trial,
          job -> {
            try (PlayedRun<T> run = job.start(parallelism)) {
              for (int epoch = 1; epoch <= 3; epoch++) {
                int first = 4 * (epoch - 1);
                for (int i = first; i < first + 4; i++) {
                  run.write(i % parallelism, items(i, i + 1));
                }
                run.checkpoint(epoch);
                requireShowing(items(0, first + 4), job);
              }
            }
            requireShownOnce(items(0, 12), job);
          });
    }
  }

  private void restarts(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          int[] parallelisms = {2, 1, 3};
          for (int epoch = 1; epoch <= parallelisms.length; epoch++) {
            try (PlayedRun<T> run = job.start(parallelisms[epoch - 1])) {
              run.write(0, items(2 * epoch, 2 * epoch + 2));
              run.checkpoint(epoch);
            }
            requireShown(items(2, 2 * epoch + 2), job);
          }
        });
  }

  private void emptyEpochs(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          try (PlayedRun<T> run = job.start(2)) {
            run.checkpoint(1);
            run.checkpoint(2);
            requireShowing(List.of(), job);
            run.write(1, items(0, 2));
            run.checkpoint(3);
            run.checkpoint(4);
          }
          requireShownOnce(items(0, 2), job);
        });
    play(
        trial,
        job -> {
          job.startPlain(2).finish();
          requireShownOnce(List.of(), job);
        });
  }

  /** Two writers take turns; each has its own half of the items. */
  private void order(Trial trial) throws Exception {
    play(
        trial,
        job -> {
          try (PlayedRun<T> run = job.start(2)) {
            for (int epoch = 1; epoch <= 2; epoch++) {
              for (int i = 10 * (epoch - 1); i < 10 * epoch; i++) {
                run.write(i % 2, items(i, i + 1));
              }
              run.checkpoint(epoch);
            }
          }
          requireShown(items(0, 20), job);
          List<T> shown = job.shown();
          List<T> all = items(0, 20);
          for (int writer = 0; writer < 2; writer++) {
            int half = writer;
            List<T> expected =
                IntStream.range(0, 20).filter(i -> i % 2 == half).mapToObj(all::get).toList();
            List<T> seen = shown.stream().filter(expected::contains).toList();
            if (!expected.equals(seen)) {
              throw trial.broken(
                  "the items of writer " + writer + " show otherwise", expected, seen);
            }
          }
        });
  }

  private void refused(Trial trial) throws Exception {
    T bad = input.refused().orElseThrow();
    play(
        trial,
        job -> {
          try (PlayedRun<T> run = job.start(1)) {
            run.write(0, items(0, 2));
            String message = null;
            try {
              run.write(0, List.of(bad));
            } catch (Exception e) {
              message = String.valueOf(e.getMessage());
              trial.called("  refused: " + message);
            }
            if (message == null) {
              throw trial.broken("an item that it cannot take is taken", "an exception", "none");
            }
            if (message.isBlank() || message.equals("null")) {
              throw trial.broken("the refusal does not say why", "a message", message);
            }
            run.write(0, items(2, 4));
            run.checkpoint(1);
          }
          requireShown(items(0, 4), job);
        });
  }

  private void copy(Trial trial) throws Exception {
    try (SinkTarget<T> target = input.fresh().make()) {
      Sink<T> copy = Copies.required(target.sink(), input.serializable(), trial);
      if (copy.guarantee() != guarantee) {
        throw trial.broken("the copy promises something else", guarantee, copy.guarantee());
      }
      PlayedJob<T> job = new PlayedJob<>(SinkTarget.of(copy, target::shown), trial);
      PlayedRun<T> run = job.startPlain(2);
      run.write(0, items(0, 2));
      run.write(1, items(2, 4));
      run.finish();
      requireShownOnce(items(0, 4), job);
    }
  }
}
