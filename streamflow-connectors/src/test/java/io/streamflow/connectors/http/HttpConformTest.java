package io.streamflow.connectors.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamflow.connectors.json.Json;
import io.streamflow.spi.OutboxOptions;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SourceReader;
import io.streamflow.testing.ConformanceCheck;
import io.streamflow.testing.SinkConformance;
import io.streamflow.testing.SinkTarget;
import io.streamflow.testing.SourceConformance;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events over HTTP and services as targets keep the contract. */
@Timeout(120)
class HttpConformTest {
  private static final int EVENTS = 24;
  private static final List<View> VIEWS =
      LongStream.range(0, EVENTS)
          .mapToObj(n -> new View(n, "c", Instant.parse("2026-01-01T00:00:00Z")))
          .toList();

  @TempDir Path directory;

  private static Stream<DynamicTest> tests(List<ConformanceCheck> checks) {
    return checks.stream().map(check -> DynamicTest.dynamicTest(check.name(), check::run));
  }

  /** Posts all events, several in a request. */
  private static void post(URI uri) {
    for (int from = 0; from < EVENTS; from += 5) {
      String body =
          LongStream.range(from, Math.min(EVENTS, from + 5))
              .mapToObj(View::json)
              .collect(Collectors.joining(",", "[", "]"));
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(30))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      try {
        HttpResponse<String> answer = Ingest.send(request);
        if (answer.statusCode() != 200) {
          throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static HttpSource<View> source() {
    return Http.source(0, "/events", Json.of(View.class));
  }

  @TestFactory
  Stream<DynamicTest> eventsInALog() throws Exception {
    Path filled = Files.createDirectory(directory.resolve("filled")).resolve("log");
    AtomicReference<URI> listening = new AtomicReference<>();
    HttpSource<View> filling = source().log(filled).onListening(listening::set);
    SourceReader<View> reader = filling.open(filling.partitions().getFirst(), Optional.empty());
    post(listening.get());
    reader.close();
    return tests(
        SourceConformance.unbounded(() -> source().log(copy(filled)), VIEWS).seeds(8).checks());
  }

  private Path copy(Path from) throws Exception {
    Path to = Files.createTempDirectory(directory, "log").resolve("log");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
    return to;
  }

  @TestFactory
  Stream<DynamicTest> eventsInMemory() {
    return tests(
        SourceConformance.unbounded(() -> source().onListening(HttpConformTest::post), VIEWS)
            .checks());
  }

  /** A service, and a sink that sends to it. */
  private static final class Target implements SinkTarget<String> {
    private final Service service = new Service();

    Target() throws Exception {}

    @Override
    public Sink<String> sink() {
      return Http.<String>sink(service.url("/items"), "text/plain", HttpConformTest::body)
          .outbox(OutboxOptions.defaults().attempts(1, Duration.ofMillis(1)));
    }

    @Override
    public List<String> shown() {
      return service.bodies();
    }

    @Override
    public void close() {
      service.close();
    }
  }

  private static byte[] body(String item) {
    if (item.equals("bad")) {
      throw new IllegalArgumentException("'bad' has no body");
    }
    return item.getBytes(UTF_8);
  }

  @TestFactory
  Stream<DynamicTest> itemsToAService() {
    return tests(
        SinkConformance.of(Target::new, i -> "item " + i)
            .refusing("bad")
            .stalled(() -> {
              Target target = new Target();
              target.service.script = (_, _) -> target.service.hang();
              return target;
            })
            .seeds(8)
            .checks());
  }

  /** Which answers that it has failed now and then, after its work or before. */
  @TestFactory
  Stream<DynamicTest> itemsToAServiceThatFails() {
    return tests(
        SinkConformance.of(
                () -> {
                  Target target = new Target();
                  int[] requests = {0};
                  target.service.script =
                      (_, _) -> {
                        synchronized (requests) {
                          int number = requests[0]++;
                          return number % 7 == 3 ? 500 : number % 7 == 5 ? 503 : 200;
                        }
                      };
                  return target;
                },
                i -> "item " + i)
            .seeds(8)
            .checks());
  }
}
