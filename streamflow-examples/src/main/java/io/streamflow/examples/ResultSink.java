package io.streamflow.examples;

import io.streamflow.connectors.file.FileSink;
import io.streamflow.connectors.json.Json;
import io.streamflow.local.Sinks;
import io.streamflow.spi.Sink;
import java.nio.file.Path;
import java.util.Optional;

/** Results as lines of JSON, in files or on standard output. */
final class ResultSink {
  private ResultSink() {}

  /** Into files in {@code directory}, in place of those of an earlier run; without it, printed. */
  static <T> Sink<T> jsonLines(Optional<Path> directory, Class<T> type) {
    Json<T> json = Json.of(type);
    return directory
        .<Sink<T>>map(path -> FileSink.jsonLines(path, json).replaceExisting())
        .orElseGet(() -> Sinks.<String>stdout().compose(json::text));
  }
}
