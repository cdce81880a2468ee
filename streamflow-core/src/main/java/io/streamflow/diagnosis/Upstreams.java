package io.streamflow.diagnosis;

import io.streamflow.job.JobView;
import io.streamflow.job.PartitionView;
import io.streamflow.job.StepView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What comes before a step. */
final class Upstreams {
  private final JobView job;

  Upstreams(JobView job) {
    this.job = job;
  }

  /** The steps that items may have gone through before, the nearest first. */
  List<StepView> of(StepView step) {
    Set<Integer> seen = new LinkedHashSet<>();
    Deque<Integer> open = new ArrayDeque<>(step.upstreams());
    while (!open.isEmpty()) {
      int id = open.remove();
      if (seen.add(id)) {
        open.addAll(job.steps().get(id).upstreams());
      }
    }
    return seen.stream().map(job.steps()::get).toList();
  }

  /** The sources among them. */
  List<StepView> sources(StepView step) {
    return of(step).stream().filter(one -> one.upstreams().isEmpty()).toList();
  }

  /** The partitions that its items come from. */
  List<PartitionView> partitions(StepView step) {
    Set<String> sources = new LinkedHashSet<>();
    if (step.upstreams().isEmpty()) {
      sources.add(step.name());
    }
    sources(step).forEach(source -> sources.add(source.name()));
    return job.partitions().stream()
        .filter(partition -> sources.contains(partition.step()))
        .toList();
  }
}
