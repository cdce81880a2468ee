package io.streamflow.connectors.minikv;

import io.streamflow.connectors.client.Caller;
import io.streamflow.connectors.client.Calls;
import io.streamflow.connectors.client.Retries;
import io.streamflow.connectors.json.Json;
import io.streamflow.function.MapFunction;
import io.streamflow.spi.Delivery;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.OutboxOptions;
import io.streamflow.spi.OutboxSink;
import java.io.Serial;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sets and deletes keys of a MiniKV store, each key in the order of its items. In a durable job the
 * store holds, after any crash, what it would hold without: of what a checkpoint delivers, the last
 * value of a key stands, and to deliver it again changes nothing. In between, a key may show an
 * older value of the same checkpoint again.
 *
 * <p>What the store does not answer, or with 408, 425, 429 or a status from 500 on, is sent again
 * with growing waits, as often as {@link OutboxOptions#attempts} of {@link #outbox} says; then the
 * job fails, and keeps what is not delivered. Any other answer fails it at once.
 *
 * <p>Immutable; connects to nothing until a job starts.
 *
 * @param <T> the items
 */
public final class MiniKvSink<T> implements OutboxSink<T> {
  @Serial private static final long serialVersionUID = 1L;
  private static final Json<Object> JSON = Json.of(Object.class);

  private final Gateway gateway;
  private final MapFunction<? super T, String> key;
  private final MapFunction<? super T, ?> value;
  private final Calls calls;

  MiniKvSink(Gateway gateway, MapFunction<? super T, String> key, MapFunction<? super T, ?> value) {
    this(
        gateway,
        Objects.requireNonNull(key, "key"),
        Objects.requireNonNull(value, "value"),
        Calls.DEFAULT);
  }

  private MiniKvSink(
      Gateway gateway,
      MapFunction<? super T, String> key,
      MapFunction<? super T, ?> value,
      Calls calls) {
    this.gateway = gateway;
    this.key = key;
    this.value = value;
    this.calls = calls;
  }

  private MiniKvSink<T> with(Calls other) {
    return new MiniKvSink<>(gateway, key, value, other);
  }

  /** How many requests are under way at once, 8 unless set; never two of the same key. */
  public MiniKvSink<T> concurrency(int requests) {
    return with(calls.atOnce(requests));
  }

  /** How long a connection and an answer may take, 5 s and 30 s unless set. */
  public MiniKvSink<T> timeouts(Duration connect, Duration request) {
    return with(calls.times(connect, request));
  }

  /** Sent with each request; in no message and no log. */
  public MiniKvSink<T> header(String name, String text) {
    return with(calls.header(name, text));
  }

  /** Sent as {@code Authorization: Bearer ...}; in no message and no log. */
  public MiniKvSink<T> bearerToken(String token) {
    return with(calls.bearer(token));
  }

  /** How much may wait to be delivered, how often a request is sent again, and after which wait. */
  public MiniKvSink<T> outbox(OutboxOptions options) {
    return with(calls.outbox(options));
  }

  @Override
  public byte[] encode(T item) throws Exception {
    String name = Objects.requireNonNull(key.apply(item), "the key of the item is null");
    return Change.of(name, present(value.apply(item)).map(JSON::text)).bytes();
  }

  private static Optional<Object> present(@Nullable Object value) {
    return value instanceof Optional<?> optional
        ? optional.map(inside -> inside)
        : Optional.ofNullable(value);
  }

  @Override
  public Delivery connect(DeliveryContext context) {
    Caller caller = new Caller(context, calls, Retries.of(calls.outbox()));
    return new MiniKvDelivery(
        gateway,
        caller,
        context.job() + "/" + context.step() + "/set",
        calls.concurrency(),
        MiniKvDelivery.MOST_KEYS);
  }

  @Override
  public OutboxOptions options() {
    return calls.engine();
  }

  @Override
  public String description() {
    return "MiniKV " + gateway.address();
  }
}
