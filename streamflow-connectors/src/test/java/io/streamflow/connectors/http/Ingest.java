package io.streamflow.connectors.http;

import io.streamflow.Stream;
import io.streamflow.connectors.json.Json;
import io.streamflow.function.MapFunction;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.testing.CollectingSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A job with an HTTP source on a free port, and clients for it. */
final class Ingest implements AutoCloseable {
  private static final BlockingQueue<URI> LISTENING = new LinkedBlockingQueue<>();
  static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final Job job;
  final URI uri;
  private final CollectingSink<Long> numbers;

  private Ingest(Job job, URI uri, CollectingSink<Long> numbers) {
    this.job = job;
    this.uri = uri;
    this.numbers = numbers;
  }

  static Ingest start(UnaryOperator<HttpSource<View>> options) throws Exception {
    return start(options, JobOptions.defaults(), new CollectingSink<>(), View::n);
  }

  static Ingest start(
      UnaryOperator<HttpSource<View>> options, JobOptions job, CollectingSink<Long> numbers)
      throws Exception {
    return start(options, job, numbers, View::n);
  }

  /** Tests that use this run one after the other, so that the address is the right one. */
  static Ingest start(
      UnaryOperator<HttpSource<View>> options,
      JobOptions jobOptions,
      CollectingSink<Long> numbers,
      MapFunction<View, Long> number)
      throws Exception {
    LISTENING.clear();
    HttpSource<View> source =
        options.apply(Http.source(0, "/events", Json.of(View.class))).onListening(LISTENING::add);
    Job job = Stream.from(source).map(number).to("numbers", numbers).start(jobOptions);
    while (true) {
      URI uri = LISTENING.poll(10, TimeUnit.MILLISECONDS);
      if (uri != null) {
        return new Ingest(job, uri, numbers);
      }
      if (job.status().isFinal()) {
        job.await();
      }
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(60));
  }

  HttpRequest json(String body, String... headers) {
    HttpRequest.Builder builder = request("/events").header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      builder.setHeader(headers[i], headers[i + 1]);
    }
    return builder.POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  HttpResponse<String> post(String body, String... headers)
      throws IOException, InterruptedException {
    return send(json(body, headers));
  }

  static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Sends bytes as they are, and gives all that comes back until the server hangs up. */
  String raw(byte[] bytes) throws IOException {
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Waits until so many numbers came through, and gives all of them. */
  List<Long> awaitNumbers(int count) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (numbers.written().size() < count) {
      if (System.nanoTime() > until || job.status().isFinal()) {
        throw new AssertionError(job.status() + ": " + numbers.written());
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return numbers.written();
  }

  List<Long> stop() throws InterruptedException {
    job.stop();
    job.await();
    return numbers.written();
  }

  @Override
  public void close() {
    job.close();
  }
}
