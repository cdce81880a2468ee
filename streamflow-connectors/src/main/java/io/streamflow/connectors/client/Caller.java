package io.streamflow.connectors.client;

import io.streamflow.spi.DeliveryContext;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests, again if need be, until there is an answer that would stay the same. Any thread;
 * blocks, and ends when it is interrupted. The client's own work is done on virtual threads.
 */
public final class Caller implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Caller.class);
  private static final long WARN_EVERY_MILLIS = 10_000;

  private final DeliveryContext context;
  private final Calls calls;
  private final Retries retries;
  private final HttpClient client;
  private final AtomicLong warnedMillis = new AtomicLong(Long.MIN_VALUE / 2);

  /** Connects when there is something to send. */
  public Caller(DeliveryContext context, Calls calls, Retries retries) {
    this.context = context;
    this.calls = calls;
    this.retries = retries;
    Thread.Builder threads =
        Thread.ofVirtual().name(context.job() + "/" + context.step() + "/http");
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(calls.connectTime())
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads::start)
            .build();
  }

  /** A request with the headers that all have. */
  public HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .version( // without TLS the client would ask for an upgrade first
                uri.getScheme().equals("https")
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1);
    calls.headers().forEach(request::setHeader);
    return request;
  }

  /**
   * The answer to a request, which is one of success, or one that would be the same again.
   *
   * @throws IOException after too many attempts
   */
  public Answer call(HttpRequest request) throws IOException, InterruptedException {
    for (int attempt = 1; true; attempt++) {
      String problem;
      IOException cause = null;
      Optional<String> retryAfter = Optional.empty();
      try {
        HttpResponse<String> response = once(request);
        if (!Retries.isWorthwhile(response.statusCode())) {
          return new Answer(response.statusCode(), response.body());
        }
        problem = Answer.text(response.statusCode(), response.body());
        retryAfter = response.headers().firstValue("Retry-After");
      } catch (IOException e) {
        problem = text(e);
        cause = e;
      }
      String failure = name(request) + ": " + problem;
      if (!retries.goOnAfter(attempt)) {
        throw new IOException(failure + " (tried " + attempt + " times)", cause);
      }
      warn(failure, attempt);
      retries.await(attempt, retryAfter);
    }
  }

  /** The time-out is for all of it; the client's own ends with the head of the answer. */
  private HttpResponse<String> once(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, _ -> new HeadOfBody());
    try {
      return answer.get(calls.requestTime().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no answer within " + calls.requestTime().toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      answer.cancel(true); // where it is not there, its connection is not needed any more
    }
  }

  private static String text(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.toString();
  }

  /** What a request is called in messages: without its query, where secrets may be. */
  public static String name(HttpRequest request) {
    String uri = request.uri().toString();
    int query = uri.indexOf('?');
    return request.method() + " " + (query < 0 ? uri : uri.substring(0, query));
  }

  private void warn(String failure, int attempt) {
    long now = retries.clock().millis();
    long last = warnedMillis.get();
    if (Math.abs(now - last) >= WARN_EVERY_MILLIS && warnedMillis.compareAndSet(last, now)) {
      LOG.warn(
          "job '{}', step '{}': {}; attempt {} of {} follows",
          context.job(),
          context.step(),
          failure,
          attempt,
          retries.options().attempts());
    }
  }

  /** Cuts what is under way. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
