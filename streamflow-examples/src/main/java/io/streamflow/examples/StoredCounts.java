package io.streamflow.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamflow.connectors.json.Json;
import io.streamflow.connectors.minikv.MiniKv;
import io.streamflow.connectors.minikv.MiniKvSink;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Counts in a MiniKV store, a key for each page and window. Written by all subtasks. */
final class StoredCounts {
  /** The store lists no keys, so those to read again are remembered; not without end. */
  private static final int MOST_KEYS = 10_000;

  private final String gateway;
  private final Set<String> keys = ConcurrentHashMap.newKeySet();

  StoredCounts(String gateway) {
    this.gateway = gateway;
  }

  /** What the store answers to {@code GET /get/{key}}. */
  record Stored(PageCount value) {}

  static String key(PageCount count) {
    return count.page() + "@" + count.windowStart();
  }

  /** Sets the key of each count. */
  MiniKvSink<PageCount> sink() {
    return MiniKv.sink(gateway, StoredCounts::key, count -> count);
  }

  /** Remembers that a count was written. */
  void written(PageCount count) {
    if (keys.size() < MOST_KEYS) {
      keys.add(key(count));
    }
  }

  /** Which counts {@link #read} hands out. */
  String shown() {
    return keys.size() < MOST_KEYS
        ? "that this start has set"
        : "of the first " + MOST_KEYS + " keys";
  }

  /** Hands out what the store holds for the keys that were written. */
  void read(Consumer<PageCount> action) throws IOException, InterruptedException {
    Json<Stored> json = Json.of(Stored.class);
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String key : keys) {
        String path = URLEncoder.encode(key, UTF_8).replace("+", "%20");
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create(gateway.replaceAll("/+$", "") + "/get/" + path))
                    .timeout(Duration.ofSeconds(10))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new IOException(
              "%s answers %d to GET /get/%s".formatted(gateway, answer.statusCode(), path));
        }
        action.accept(json.parse(answer.body()).value());
      }
    }
  }
}
