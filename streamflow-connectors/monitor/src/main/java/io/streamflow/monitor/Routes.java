package io.streamflow.monitor;

import io.streamflow.job.JobView;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What there is to be asked for. */
final class Routes {
  static final String THERE_IS =
      "There is: / (the page), /metrics, /health, /ready, /api/jobs, /api/job?job=NAME,"
          + " /api/why?job=NAME&step=NAME";

  private final KnownJobs jobs;
  private final Meters meters;
  private final Health health;
  private final PageFiles page;

  /** A request that cannot be answered, with what the client is told. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  Routes(KnownJobs jobs, Meters meters, PageFiles page) {
    this.jobs = jobs;
    this.meters = meters;
    this.health = new Health(jobs);
    this.page = page;
  }

  /** Answers a request for {@code uri}. */
  Answer answer(URI uri, @Nullable String accept) {
    try {
      return switch (String.valueOf(uri.getPath())) {
        case "/" -> page.page();
        case "/metrics" -> meters.scrape(accept);
        case "/health" -> health.health();
        case "/ready" -> health.ready();
        case "/api/jobs" -> jobs();
        case "/api/job" -> job(query(uri));
        case "/api/why" -> why(query(uri));
        case String path -> page.at(path).orElseGet(() -> missing(path));
      };
    } catch (RefusedException e) {
      return Answer.text(e.status, String.valueOf(e.getMessage()));
    }
  }

  private static Answer missing(String path) {
    return Answer.text(404, "there is nothing at " + path + ". " + THERE_IS);
  }

  private Answer jobs() {
    List<Map<String, @Nullable Object>> all =
        jobs.all().stream()
            .map(known ->
                new JsonFields()
                    .put("id", known.id())
                    .put("name", known.job().name())
                    .put("status", Health.word(known.job().status()))
                    .toMap())
            .toList();
    return Answer.json(200, Map.of("jobs", all));
  }

  private Answer job(Map<String, String> query) throws RefusedException {
    KnownJobs.Known known = find(query);
    JobView view = known.job().view();
    return Answer.json(200, JobJson.of(known.id(), view).toMap());
  }

  private Answer why(Map<String, String> query) throws RefusedException {
    KnownJobs.Known known = find(query);
    String step = query.get("step");
    if (step == null) {
      throw new RefusedException(400, "say of which step: /api/why?step=NAME");
    }
    try {
      return Answer.json(
          200,
          new JsonFields()
              .put("job", known.job().name())
              .put("step", step)
              .put("why", known.job().why(step))
              .toMap());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(404, String.valueOf(e.getMessage()));
    }
  }

  /** By id, by name, or the only one. */
  private KnownJobs.Known find(Map<String, String> query) throws RefusedException {
    String id = query.get("id");
    String name = query.get("job");
    List<KnownJobs.Known> all = jobs.all();
    if (all.isEmpty()) {
      throw new RefusedException(404, "no job was started in this process yet");
    }
    if (id != null) {
      if (!id.matches("\\d{1,9}")) {
        throw new RefusedException(400, "id is the number of a job, but is '" + id + "'");
      }
      return jobs.numbered(Integer.parseInt(id))
          .orElseThrow(() -> new RefusedException(404, "there is no job " + id + known(all)));
    }
    if (name != null) {
      return jobs.named(name)
          .orElseThrow(
              () -> new RefusedException(404, "there is no job '" + name + "'" + known(all)));
    }
    if (all.size() > 1) {
      throw new RefusedException(
          400, "there are several jobs: say which by ?job=NAME or ?id=NUMBER" + known(all));
    }
    return all.getFirst();
  }

  private static String known(List<KnownJobs.Known> all) {
    return all.stream()
        .map(known -> "'" + known.job().name() + "' (id " + known.id() + ")")
        .collect(Collectors.joining(", ", "; there is ", ""));
  }

  private static Map<String, String> query(URI uri) throws RefusedException {
    Map<String, String> values = new LinkedHashMap<>();
    String raw = uri.getRawQuery();
    if (raw == null || raw.isEmpty()) {
      return values;
    }
    for (String part : raw.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals <= 0) {
        throw new RefusedException(
            400, "a query is name=value&name=value, but '" + part + "' is not");
      }
      try {
        values.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
      } catch (IllegalArgumentException e) {
        throw new RefusedException(
            400, "'" + part + "' is not encoded as a query is: " + e.getMessage());
      }
    }
    return values;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
