package io.streamflow.monitor;

import io.streamflow.job.Job;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The jobs to be shown. Each has a number, from 1, since two may have the same name. Any thread.
 */
final class KnownJobs {
  private final Supplier<List<Job>> jobs;
  private IdentityHashMap<Job, Integer> numbers = new IdentityHashMap<>();
  private int last;

  /**
   * A job and its number.
   *
   * @param id the number
   * @param job the job
   */
  record Known(int id, Job job) {
    boolean isOver() {
      return job.status().isFinal();
    }
  }

  /** For those that {@code jobs} lists, in the order of their start. */
  KnownJobs(Supplier<List<Job>> jobs) {
    this.jobs = jobs;
  }

  /** All, in the order of their start. */
  synchronized List<Known> all() {
    IdentityHashMap<Job, Integer> now = new IdentityHashMap<>();
    List<Known> all = new ArrayList<>();
    for (Job job : jobs.get()) {
      Integer known = numbers.get(job);
      int id = known == null ? ++last : known;
      now.put(job, id);
      all.add(new Known(id, job));
    }
    numbers = now;
    return all;
  }

  /**
   * Those that stand for the process's health: all that are not over, and of those that are over
   * the ones after which none of the same name was started.
   */
  List<Known> current() {
    List<Known> all = all();
    Map<String, Known> newest = new HashMap<>();
    all.forEach(known -> newest.put(known.job().name(), known));
    return all.stream().filter(known -> !known.isOver() || newest.containsValue(known)).toList();
  }

  /** That of a name: the one started last among those that are not over, else among all. */
  Optional<Known> named(String name) {
    return choose(all().stream().filter(known -> known.job().name().equals(name)).toList());
  }

  /** That of a number. */
  Optional<Known> numbered(int id) {
    return all().stream().filter(known -> known.id() == id).findFirst();
  }

  private static Optional<Known> choose(List<Known> from) {
    Optional<Known> running =
        from.stream().filter(known -> !known.isOver()).reduce((_, second) -> second);
    return running.or(() -> from.stream().reduce((_, second) -> second));
  }
}
