package io.streamflow.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.ThreadKind;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of jobs that are over: nothing. */
class LeakTest {

  private static Job start(String name, ThreadKind kind, long failAt) {
    return Stream.from(Sources.generate(1000, i -> i).partitions(2))
        .map(i -> {
          if (i == failAt) {
            throw new IllegalStateException("fails");
          }
          return i;
        })
        .keyBy(i -> i % 10)
        .aggregate("n", Aggregators.count())
        .to(Sinks.forEach(_ -> {}))
        .start(JobOptions.defaults().name(name).threads(kind).parallelism(2));
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void threadsEndWithTheirJob(ThreadKind kind) throws Exception {
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    for (int run = 0; run < 30; run++) {
      int how = run % 3;
      Job job =
          Stream.from(Sources.generate(how == 0 ? 1000 : Long.MAX_VALUE, i -> i))
              .peek(i -> {
                used.add(Thread.currentThread());
                if (how == 1 && i == 500) {
                  throw new IllegalStateException("fails");
                }
              })
              .keyBy(i -> i)
              .reduce((a, _) -> a)
              .filter(_ -> false)
              .to(Sinks.forEach(_ -> {}))
              .start(JobOptions.defaults().name("leak" + run).threads(kind).parallelism(2));
      if (how == 2) {
        while (job.progress().itemsRead() == 0) {
          Thread.onSpinWait();
        }
        job.cancel();
      } else {
        var _ = catchThrowable(job::await);
      }
    }
    assertThat(used).isNotEmpty();
    for (Thread thread : used) {
      thread.join();
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("leak")) {
        thread.join(); // the coordinator's last lines
      }
    }
  }

  @Test
  void shutdownHooksGoWithTheirJob() throws Exception {
    List<WeakReference<Job>> jobs = new ArrayList<>();
    for (int run = 0; run < 5; run++) {
      Job job = start("hooked", ThreadKind.AUTO, -1);
      job.await();
      job.close(); // else it would stay among the jobs of the process
      jobs.add(new WeakReference<>(job));
    }
    awaitCollection(() -> jobs.stream().allMatch(job -> job.refersTo(null)));
  }

  private record Big(String text) {}

  @Test
  void aHandleThatIsKeptDoesNotKeepTheJobsState() throws Exception {
    List<Job> handles = new ArrayList<>();
    List<WeakReference<Object>> states = new ArrayList<>();
    for (ThreadKind kind : ThreadKind.values()) {
      List<WeakReference<Object>> seen = new ArrayList<>();
      Job job =
          Stream.from(Sources.generate(1, i -> new Big("big" + i)))
              .keyBy(_ -> "all")
              .reduce((_, last) -> last)
              .to(Sinks.forEach(big -> seen.add(new WeakReference<>(big))))
              .start(JobOptions.defaults().threads(kind));
      job.await();
      handles.add(job);
      states.addAll(seen);
    }
    assertThat(states).hasSize(ThreadKind.values().length);
    awaitCollection(() -> states.stream().allMatch(state -> state.refersTo(null)));
    assertThat(handles).allSatisfy(job -> assertThat(job.progress().itemsRead()).isEqualTo(1));
  }

  @Test
  void hiddenClassesAreUnloadedWithTheirJob() throws Exception {
    List<WeakReference<Class<?>>> operators = new ArrayList<>();
    Job job =
        Stream.from(Sources.generate(1_000, i -> i)) // some go through probes, which are not hidden
            .peek(_ ->
                StackWalker.getInstance(
                        Set.of(
                            StackWalker.Option.RETAIN_CLASS_REFERENCE,
                            StackWalker.Option.SHOW_HIDDEN_FRAMES))
                    .forEach(frame -> {
                      Class<?> type = frame.getDeclaringClass();
                      if (type.isHidden() && type.getName().contains("Operator")) {
                        operators.add(new WeakReference<>(type));
                      }
                    }))
            .to(Sinks.forEach(_ -> {}))
            .start();
    job.await();
    assertThat(operators).isNotEmpty();
    awaitCollection(() -> operators.stream().allMatch(type -> type.refersTo(null)));
    assertThat(job.status().isFinal()).isTrue(); // the handle was kept
  }

  private static void awaitCollection(BooleanSupplier collected) throws InterruptedException {
    while (!collected.getAsBoolean()) {
      System.gc();
      Thread.sleep(1); // and so ends when the test's time is up
    }
  }
}
