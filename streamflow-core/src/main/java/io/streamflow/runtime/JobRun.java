package io.streamflow.runtime;

import io.streamflow.compile.ExecutionPlan;
import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobProgress;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StreamFlowException;
import io.streamflow.job.TaskView.Activity;
import io.streamflow.metrics.JobCounters;
import io.streamflow.operator.StepFailure;
import io.streamflow.operator.TaskInterrupted;
import io.streamflow.outbox.Outboxes;
import io.streamflow.state.StateFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job: its tasks from their start to their end, each on a thread of its own. A durable
 * job may need several, one after the other. {@link #start} and {@link #finish} are the coordinator
 * thread's; the first failure counts, and who may end the run, and when, is settled in {@link
 * JobEnding}.
 */
final class JobRun {
  private final Runnable announcement;
  private final JobOptions options;
  private final JobCounters counters;
  private final List<Task> tasks;
  private final RunViews views;
  private final StepViews steps;
  private final TaskThreads kind;
  private final JobEnding ending;
  private final List<Thread> threads;
  private final Outboxes outboxes;
  private final @Nullable StateDirectory directory;
  private final @Nullable CheckpointLoop loop;
  private final @Nullable Checkpoints checkpoints;

  /** Whether its tasks were started; the coordinator's. */
  private boolean begun;

  /** Whether it has ended. */
  private volatile boolean over;

  /**
   * For tasks that are ready to run; both last arguments or neither are null.
   *
   * @param announcement writes to the log what is started
   */
  JobRun(
      Runnable announcement,
      JobOptions options,
      JobCounters counters,
      RunViews views,
      TaskThreads kind,
      Outboxes outboxes,
      @Nullable StateDirectory directory,
      @Nullable Checkpoints checkpoints) {
    this.announcement = announcement;
    this.options = options;
    this.counters = counters;
    this.views = views;
    this.steps = new StepViews(views, counters, options.onError());
    this.tasks = views.tasks();
    this.kind = kind;
    this.outboxes = outboxes;
    this.directory = directory;
    this.checkpoints = checkpoints;
    this.ending = new JobEnding(options.name(), tasks.size(), this::interruptTasks);
    List<Thread> made = new ArrayList<>();
    for (Task task : this.tasks) {
      made.add(kind.named(task.name()).newThread(() -> run(task)));
    }
    this.threads = List.copyOf(made);
    this.loop =
        directory == null || checkpoints == null
            ? null
            : new CheckpointLoop(
                options, checkpoints, counters.checkpoints(), directory, ending::hasBegun);
  }

  /** Says in the log what is started; any thread. */
  void announce() {
    announcement.run();
  }

  /**
   * Waits until the state directory is open, if there is one; tasks need not. Any thread.
   *
   * @throws StreamFlowException.StateUnusable when it cannot be opened
   */
  void awaitStore() {
    if (directory != null) {
      directory.awaitStore();
    }
  }

  /** Starts the tasks, once it is known that what is delivered goes where it should. */
  void start() {
    begun = checkpoints == null || loop == null || openOutboxes(checkpoints, loop);
    if (!begun) {
      threads.forEach(_ -> ending.taskEnded());
      return;
    }
    for (int i = 0; i < threads.size(); i++) {
      try {
        threads.get(i).start();
      } catch (Throwable noThread) {
        ending.fail(
            new StepFailure(tasks.get(i).name(), "starting its thread: " + noThread, noThread));
        ending.taskEnded();
      }
    }
  }

  /** False when the run ends before all targets are known to be ours. */
  private boolean openOutboxes(Checkpoints made, CheckpointLoop waits) {
    outboxes.hear(
        new Outboxes.Events() {
          @Override
          public void changed() {
            made.wake();
          }

          @Override
          public void full() {
            made.dirty();
          }

          @Override
          public void failed(StepFailure failure) {
            ending.fail(failure);
          }
        });
    try {
      made.plantMarks();
      outboxes.start();
      waits.awaitUnlessEndIsComing(outboxes::areReady);
    } catch (InterruptedException e) {
      ending.fail(new StepFailure("start", "its coordinator was interrupted", e));
    } catch (RuntimeException e) {
      ending.fail(new StepFailure("checkpoint", String.valueOf(e.getMessage()), e));
    }
    return outboxes.areReady() && !ending.hasBegun();
  }

  /** Runs on the task's thread, from opening to the end of the input or of the run. */
  private void run(Task task) {
    boolean done = false;
    try {
      task.open();
      while (!done && !ending.hasBegun()) {
        done = task.step(Inputs.LONG_WAIT_NANOS) == Task.Outcome.DONE;
        if (!done && Thread.currentThread().isInterrupted()) {
          throw new TaskInterrupted();
        }
      }
    } catch (TaskInterrupted interrupted) {
      ending.fail(
          interrupted.failure().orElseGet(() -> interruptedBySomeoneElse(task, interrupted)));
    } catch (InterruptedException interrupted) {
      ending.fail(interruptedBySomeoneElse(task, interrupted));
    } catch (StepFailure thrown) {
      ending.fail(thrown);
    } catch (StateFailure lost) {
      ending.fail(StepFailure.of(lost));
    } catch (Throwable thrown) {
      ending.fail(new StepFailure(task.name(), thrown.toString(), thrown));
    } finally {
      task.meter().begin(Activity.ENDED);
      ending.taskEnded();
    }
  }

  private static StepFailure interruptedBySomeoneElse(Task task, Exception interrupted) {
    return new StepFailure(task.name(), "its thread was interrupted by someone else", interrupted);
  }

  private void interruptTasks() {
    threads.forEach(Thread::interrupt);
    if (checkpoints != null) {
      checkpoints.wake();
    }
  }

  /** Lets go of what it holds; for a run that is never started. */
  void abandon() {
    close();
  }

  /** Sees the run to its end, with everything committed or closed; tells how it ended. */
  RunEnd finish() {
    if (loop != null && begun) {
      makeCheckpoints(loop);
    }
    ending.awaitTasks();
    if (ending.mayCommit() && loop == null) {
      commit();
    }
    over = true;
    close();
    return ending.end();
  }

  private void makeCheckpoints(CheckpointLoop checkpointLoop) {
    try {
      checkpointLoop.run();
    } catch (StepFailure thrown) {
      ending.fail(thrown);
    } catch (Throwable thrown) {
      ending.fail(new StepFailure("checkpoint", thrown.toString(), thrown));
    }
  }

  private void commit() {
    try {
      tasks.forEach(Task::commit);
    } catch (StepFailure thrown) {
      ending.fail(thrown);
    }
  }

  private void close() {
    for (Task task : tasks) {
      for (StepFailure thrown : task.close()) {
        boolean first = !ending.hasBegun();
        ending.fail(thrown);
        if (!first) {
          Logs.JOB.warn(
              "job '{}', step '{}': {}", options.name(), thrown.step(), thrown.getMessage());
        }
      }
    }
    outboxes.close();
    if (directory != null) {
      directory.close();
    }
    kind.release();
  }

  /** Lets the run end when what was read is processed; any thread. */
  void requestStop() {
    ending.requestStop(() -> endSources());
  }

  /** The same for a run that another is to follow; any thread. */
  void requestPause() {
    ending.requestPause(() -> endSources());
  }

  private void endSources() {
    SourceTasks.requestStop(tasks);
    outboxes.unbound();
    if (loop != null) {
      loop.endSoon();
    }
  }

  /** Ends the run now; any thread. */
  void requestCancel() {
    ending.requestCancel();
  }

  /** Asks for a checkpoint, and perhaps for a copy of it; any thread. */
  CompletableFuture<CheckpointInfo> requestCheckpoint(Optional<Path> copyTo) {
    return loop == null ? CompletableFuture.failedFuture(notDurable()) : loop.request(copyTo);
  }

  /** A step's state as of the last checkpoint; any thread. */
  <K, V> StateSnapshot<K, V> state(String step, Class<K> key, Class<V> value) {
    if (directory == null) {
      throw notDurable();
    }
    return directory.snapshot(step, key, value);
  }

  private StreamFlowException notDurable() {
    return new StreamFlowException.CheckpointFailed(
        options.name(), "it is not durable: start it with JobOptions.durable(directory)");
  }

  /** The newest checkpoint of this run. */
  Optional<CheckpointInfo> newestCheckpoint() {
    return checkpoints == null ? Optional.empty() : checkpoints.newest();
  }

  /** Whether a checkpoint of this run has come further in the input than what it began with. */
  boolean hasProgressed() {
    return checkpoints != null && checkpoints.haveProgressed();
  }

  /** Whether it is to end, or is ending. */
  boolean isEndComing() {
    return ending.isComing();
  }

  /** How far it has come. */
  JobProgress progress() {
    return SourceTasks.progress(tasks, counters);
  }

  /** What it runs. */
  ExecutionPlan plan() {
    return views.plan();
  }

  /** Its part of what is shown of the job; nothing of its tasks once it has ended. */
  RunView view() {
    return new RunView(
        steps.views(),
        over ? List.of() : views.taskViews(),
        over ? List.of() : views.channelViews(),
        over ? List.of() : views.partitionViews(),
        checkpoints == null
            ? Optional.empty()
            : Optional.of(
                checkpoints.view(options.checkpointInterval(), counters.checkpoints(), views)),
        outboxes.views());
  }

  /** Its threads. */
  List<Thread> threads() {
    return Stream.concat(threads.stream(), outboxes.threads().stream()).toList();
  }
}
