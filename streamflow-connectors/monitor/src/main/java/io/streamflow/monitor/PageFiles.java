package io.streamflow.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of the page, read once. */
final class PageFiles {
  private static final String PREFIX = "/page/";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");
  private static final List<String> NAMES =
      List.of(
          "icon.svg",
          "base.css",
          "graph.css",
          "panels.css",
          "main.js",
          "marks.js",
          "asking.js",
          "checkpoints.js",
          "detail.js",
          "dom.js",
          "graph.js",
          "headline.js",
          "history.js",
          "layout.js",
          "legend.js",
          "panels.js",
          "problems.js",
          "routes.js",
          "spark.js",
          "units.js",
          "watermarks.js");

  private final Map<String, Answer> files = new HashMap<>();
  private final Answer page = read("index.html");

  PageFiles() {
    NAMES.forEach(name -> files.put(PREFIX + name, read(name)));
  }

  /** The page itself. */
  Answer page() {
    return page;
  }

  /** What the page loads from this path. */
  Optional<Answer> at(String path) {
    return Optional.ofNullable(files.get(path));
  }

  private static Answer read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar of the monitor has no page/" + name);
      }
      String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
      return new Answer(200, type, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("page/" + name + " cannot be read from the monitor's jar", e);
    }
  }
}
