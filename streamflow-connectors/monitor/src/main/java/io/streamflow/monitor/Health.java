package io.streamflow.monitor;

import io.streamflow.job.JobStatus;
import io.streamflow.job.JobView;
import io.streamflow.job.TaskView.Activity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The probes. */
final class Health {
  private final KnownJobs jobs;

  Health(KnownJobs jobs) {
    this.jobs = jobs;
  }

  /** The word for a status, as in the JSON. */
  static String word(JobStatus status) {
    return status.getClass().getSimpleName().toUpperCase(Locale.ROOT);
  }

  /** Whether nothing is beyond repair: no job has failed for good, and each can be asked. */
  Answer health() {
    boolean up = true;
    List<Map<String, Object>> told = new ArrayList<>();
    for (KnownJobs.Known known : jobs.current()) {
      Map<String, Object> one = job(known);
      JobStatus status = known.job().status();
      if (status instanceof JobStatus.Failed(var cause)) {
        up = false;
        one.put("reason", String.valueOf(cause.getMessage()));
      } else {
        try {
          known.job().view();
        } catch (RuntimeException e) {
          up = false;
          one.put("reason", "it does not say what it is doing: " + e);
        }
      }
      told.add(one);
    }
    return answer(up, told);
  }

  /** Whether the jobs are at work: there is one, and all that did not end as wanted are. */
  Answer ready() {
    boolean ready = false;
    boolean allReady = true;
    List<Map<String, Object>> told = new ArrayList<>();
    for (KnownJobs.Known known : jobs.current()) {
      Map<String, Object> one = job(known);
      String missing = missing(known);
      if (!missing.isEmpty()) {
        allReady = false;
        one.put("reason", missing);
      } else if (!known.isOver()) {
        ready = true;
      }
      told.add(one);
    }
    return answer(ready && allReady, told);
  }

  private static String missing(KnownJobs.Known known) {
    return switch (known.job().status()) {
      case JobStatus.Failed(var cause) -> String.valueOf(cause.getMessage());
      case JobStatus.Stopping() -> "it is stopping";
      case JobStatus.Running() -> opening(known);
      case JobStatus.Completed(), JobStatus.Stopped(), JobStatus.Cancelled() -> "";
    };
  }

  private static String opening(KnownJobs.Known known) {
    JobView view;
    try {
      view = known.job().view();
    } catch (RuntimeException e) {
      return "it does not say what it is doing: " + e;
    }
    List<String> opening =
        view.tasks().stream()
            .filter(task -> task.activity() == Activity.OPENING)
            .map(task -> task.name())
            .toList();
    if (!opening.isEmpty()) {
      return "being opened: " + String.join(", ", opening);
    }
    if (!view.tasks().isEmpty()) {
      return "";
    }
    return view.restarts() > 0 || view.lastFailure().isPresent()
        ? "it waits to be started again after a failure"
        : "its tasks are not there yet";
  }

  private static Map<String, Object> job(KnownJobs.Known known) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("id", known.id());
    one.put("name", known.job().name());
    one.put("status", word(known.job().status()));
    return one;
  }

  private static Answer answer(boolean good, List<Map<String, Object>> jobs) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", good ? "UP" : "DOWN");
    body.put("jobs", jobs);
    return Answer.json(good ? 200 : 503, body);
  }
}
