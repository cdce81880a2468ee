package io.streamflow.connectors.http;

import io.streamflow.connectors.client.Caller;
import io.streamflow.connectors.client.Calls;
import io.streamflow.connectors.client.Retries;
import io.streamflow.function.MapFunction;
import io.streamflow.spi.Delivery;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.OutboxOptions;
import io.streamflow.spi.OutboxSink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends each item, or several together, to a service. Each request has an {@code Idempotency-Key},
 * the same however often it is sent, also after a crash: a service that counts each key once sees
 * each item once.
 *
 * <p>Items of one address, or those to which {@link #orderBy} gives the same, are sent one after
 * the other, others at once. What is not answered, or with 408, 425, 429 or a status from 500 on,
 * is sent again with growing waits, or after those that {@code Retry-After} asks for, as often as
 * {@link OutboxOptions#attempts} of {@link #outbox} says; then the job fails, and keeps what is not
 * delivered. Any other answer than one of success fails it at once, see {@link #refusedTo}.
 *
 * <p>Immutable; connects to nothing until a job starts.
 *
 * @param <T> the items
 */
public final class HttpSink<T> implements OutboxSink<T> {
  @Serial private static final long serialVersionUID = 1L;

  private final UrlTemplate url;
  private final Requested<T> requested;
  private final Outgoing outgoing;

  private HttpSink(UrlTemplate url, Requested<T> requested, Outgoing outgoing) {
    this.url = url;
    this.requested = requested;
    this.outgoing = outgoing;
  }

  static <T> HttpSink<T> of(String url, String contentType, MapFunction<? super T, byte[]> body) {
    return new HttpSink<>(new UrlTemplate(url), Requested.of(body), Outgoing.of(contentType));
  }

  private HttpSink<T> with(Requested<T> other) {
    return new HttpSink<>(url, other, outgoing);
  }

  private HttpSink<T> with(Outgoing other) {
    return new HttpSink<>(url, requested, other);
  }

  private HttpSink<T> with(Calls other) {
    return with(outgoing.calls(other));
  }

  /**
   * What stands in place of {@code {name}} in the url: the text of a value, percent-encoded. In the
   * path it must not be empty.
   *
   * @throws IllegalArgumentException when the url has no such name
   */
  public HttpSink<T> with(String name, MapFunction<? super T, ?> value) {
    if (!url.names().contains(name)) {
      throw new IllegalArgumentException(
          "there is no {" + name + "} in " + url.shown() + ", but " + url.names());
    }
    return with(requested.with(name, value));
  }

  /** PUT instead of POST. */
  public HttpSink<T> put() {
    return with(outgoing.method("PUT"));
  }

  /**
   * Items of which this is equal are sent one after the other, in their order. Unless set it is
   * what the url has of the item: with a url without names, all of them.
   */
  public HttpSink<T> orderBy(MapFunction<? super T, ?> key) {
    return with(requested.orderBy(key));
  }

  /**
   * Sends up to so many items that follow each other and have the same address as one JSON array;
   * one such request after the other. The service must take it whole or not at all: one that is
   * refused with 400, 413 or 422 is sent again in halves, down to the items at fault.
   */
  public HttpSink<T> batches(int items) {
    return with(outgoing.batches(Framing.ARRAY, outgoing.contentType(), items));
  }

  /** The same as {@link #batches}, one item a line, as {@code application/x-ndjson}. */
  public HttpSink<T> lines(int items) {
    return with(outgoing.batches(Framing.LINES, "application/x-ndjson", items));
  }

  /** How large a request of several items may be, 1 MiB unless set. */
  public HttpSink<T> maxBodyBytes(int bytes) {
    return with(outgoing.bodyBytes(bytes));
  }

  /** How many requests are under way at once, 8 unless set. */
  public HttpSink<T> concurrency(int requests) {
    return with(outgoing.calls().atOnce(requests));
  }

  /** How long a connection and an answer may take, 5 s and 30 s unless set. */
  public HttpSink<T> timeouts(Duration connect, Duration request) {
    return with(outgoing.calls().times(connect, request));
  }

  /** Sent with each request; in no message and no log. */
  public HttpSink<T> header(String name, String text) {
    return with(outgoing.calls().header(name, text));
  }

  /** Sent as {@code Authorization: Bearer ...}; in no message and no log. */
  public HttpSink<T> bearerToken(String token) {
    return with(outgoing.calls().bearer(token));
  }

  /** How much may wait to be delivered, how often a request is sent again, and after which wait. */
  public HttpSink<T> outbox(OutboxOptions options) {
    return with(outgoing.calls().outbox(options));
  }

  /**
   * Where items go that the service refuses for good, instead of failing the job: a file with a
   * JSON object a line, which has the item's key, request, status, answer and body. They are
   * answered after their checkpoint, so the error policy of the step does not hear of them. Answers
   * that tell of the sink and not of an item, 401, 403, 405, 407 and redirects, fail the job all
   * the same.
   *
   * @param file is made, its folder is not; one sink has it at a time
   * @param maxBytes when there is no more room, the job fails
   */
  public HttpSink<T> refusedTo(Path file, long maxBytes) {
    return with(outgoing.refusedTo(file.toString(), maxBytes));
  }

  /** The same, in up to 64 MiB. */
  public HttpSink<T> refusedTo(Path file) {
    return refusedTo(file, outgoing.refusedBytes());
  }

  /**
   * Refuses to start while a name in the url has no value.
   *
   * @throws IllegalStateException naming it
   */
  @Override
  public SinkWriter<T> open(SinkContext context) throws Exception {
    for (String name : url.names()) {
      if (!requested.values().containsKey(name)) {
        throw new IllegalStateException(
            "the sink does not know what to put in place of {"
                + name
                + "}: call with(\""
                + name
                + "\", item -> ...)");
      }
    }
    return OutboxSink.super.open(context);
  }

  @Override
  public byte[] encode(T item) throws Exception {
    return requested.of(item, url).bytes();
  }

  @Override
  public Delivery connect(DeliveryContext context) throws IOException {
    Optional<RefusedFile> refused =
        outgoing.refused().isEmpty()
            ? Optional.empty()
            : Optional.of(RefusedFile.open(Path.of(outgoing.refused()), outgoing.refusedBytes()));
    Caller caller = new Caller(context, outgoing.calls(), Retries.of(outgoing.calls().outbox()));
    return new HttpDelivery(
        url, outgoing, caller, refused, context.job() + "/" + context.step() + "/send");
  }

  @Override
  public OutboxOptions options() {
    return outgoing.calls().engine();
  }

  @Override
  public String description() {
    return "http " + outgoing.method() + " " + url.shown();
  }
}
