package io.streamflow.connectors.http;

import io.streamflow.connectors.json.Json;
import io.streamflow.function.Action;
import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceContext;
import io.streamflow.spi.SourceReader;
import io.streamflow.time.Clock;
import java.io.IOException;
import java.io.Serial;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that clients post: one JSON object, an array of them, or one a line. A request is taken
 * whole or not at all, and answered when its events are safe. See {@code docs/connectors.md} for
 * what clients are told.
 *
 * <p>With {@link #log} the events are in a log on disk before the client is answered: each one
 * accepted is read, also after a crash. A request with an {@code Idempotency-Key} counts once,
 * however often it is sent, within what {@link #rememberIds} allows. A durable job deletes what its
 * checkpoints cover; any other keeps everything, and reads it from the beginning at every start,
 * until the log is full. Without {@code log}, events and ids are in memory, and gone with the
 * process.
 *
 * <p>Immutable; opens nothing until a job starts. One source has the port, and one the log, at a
 * time.
 *
 * @param <T> the items
 */
public final class HttpSource<T> implements Source<T> {
  @Serial private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(HttpSource.class);
  private static final String PARTITION = "http";

  private final int port;
  private final String path;
  private final Json<T> json;
  private final Settings settings;
  private final SourceContext context;

  /**
   * What can be left as it is.
   *
   * @param host where to listen; empty for the loopback interface
   * @param log the directory of the log; empty for memory
   * @param token what clients must show; empty for nothing
   */
  private record Settings(
      String host, String log, String token, Limits limits, Action<URI> onListening)
      implements java.io.Serializable {
    Settings with(Limits other) {
      return new Settings(host, log, token, other, onListening);
    }
  }

  private HttpSource(
      int port, String path, Json<T> json, Settings settings, SourceContext context) {
    this.context = context;
    this.port = port;
    this.path = path;
    this.json = json;
    this.settings = settings;
  }

  static <T> HttpSource<T> of(int port, String path, Json<T> json) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, but is " + port);
    }
    if (!path.startsWith("/") || !path.equals(URI.create(path).getRawPath())) {
      throw new IllegalArgumentException(
          "path must begin with / and have no query, but is '" + path + "'");
    }
    if (path.equals(IngestHandler.HEALTH)) {
      throw new IllegalArgumentException(
          "path must not be /health, where the source tells that it is up");
    }
    return new HttpSource<>(
        port,
        path,
        Objects.requireNonNull(json, "json"),
        new Settings("", "", "", Limits.DEFAULT, _ -> {}),
        SourceContext.NONE);
  }

  private HttpSource<T> with(Settings other) {
    return new HttpSource<>(port, path, json, other, context);
  }

  @Override
  public HttpSource<T> in(SourceContext job) {
    return new HttpSource<>(port, path, json, settings, job);
  }

  private HttpSource<T> with(Limits limits) {
    return with(settings.with(limits));
  }

  /**
   * Where accepted events are until a checkpoint covers them. The directory is made, its parent is
   * not; it must be on a local disk.
   */
  public HttpSource<T> log(Path directory) {
    return with(
        new Settings(
            settings.host,
            directory.toString(),
            settings.token,
            settings.limits,
            settings.onListening));
  }

  /**
   * The interface to listen on instead of loopback, such as {@code 0.0.0.0} for all. There is no
   * TLS: put a proxy in front where others can listen.
   */
  public HttpSource<T> bind(String host) {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must not be blank");
    }
    return with(
        new Settings(host, settings.log, settings.token, settings.limits, settings.onListening));
  }

  /** What clients must send as {@code Authorization: Bearer ...}. */
  public HttpSource<T> bearerToken(String token) {
    if (token.isBlank() || !token.equals(token.strip())) {
      throw new IllegalArgumentException("the bearer token must not be blank or begin or end so");
    }
    return with(
        new Settings(settings.host, settings.log, token, settings.limits, settings.onListening));
  }

  /**
   * Told of the address that clients post to, each time the port is open; of use with port 0. On
   * the source's task.
   */
  public HttpSource<T> onListening(Action<URI> action) {
    return with(new Settings(settings.host, settings.log, settings.token, settings.limits, action));
  }

  /** The largest body in bytes, 1 MiB unless set. */
  public HttpSource<T> maxBodyBytes(int bytes) {
    return with(settings.limits.withBodyBytes(bytes));
  }

  /** How many requests are let in at once, 256 unless set; others are told to come again. */
  public HttpSource<T> maxRequests(int count) {
    return with(settings.limits.withRequests(count));
  }

  /** How long a client may take to send its request or to read its answer, 30 s unless set. */
  public HttpSource<T> requestTimeout(Duration time) {
    return with(settings.limits.withRequestTime(time));
  }

  /**
   * How many bytes may have been accepted and still be needed, in the log (1 GiB unless set) or in
   * memory (64 MiB). When there is no room, answers are delayed.
   */
  public HttpSource<T> maxPendingBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxPendingBytes must be at least 1, but is " + bytes);
    }
    return with(settings.limits.withPendingBytes(bytes));
  }

  /** How long an answer is delayed for want of room before it is 503, 5 s unless set. */
  public HttpSource<T> patience(Duration time) {
    return with(settings.limits.withPatience(time));
  }

  /**
   * How many ids of requests are remembered, and for how long: 200,000 and a day unless set. They
   * are in memory, and take some 200 bytes each.
   */
  public HttpSource<T> rememberIds(int count, Duration time) {
    return with(settings.limits.withIds(count, time));
  }

  @Override
  public List<String> partitions() {
    return List.of(PARTITION);
  }

  @Override
  public SourceReader<T> open(String partition, Optional<Offset> from) throws Exception {
    KnownIds ids = new KnownIds(context, settings.limits, Clock.system());
    EventLog log = open(from.map(Offset::text).orElse(""), ids);
    Optional<IngestServer> bound = Optional.empty();
    try {
      IngestServer server = IngestServer.bind(context, address(), settings.limits);
      bound = Optional.of(server);
      Intake intake = new Intake(log, json, settings.limits.patience(), Clock.system());
      Optional<String> token = Optional.of(settings.token).filter(text -> !text.isEmpty());
      server.start(
          new IngestHandler(context, path, token, settings.limits, intake, server::isStopping));
      URI uri = uri(server.address());
      LOG.info("{}: listening on {}", context, uri);
      settings.onListening.accept(uri);
      return new HttpSourceReader<>(log, log.first(), server, json);
    } catch (Throwable e) {
      if (bound.isPresent()) {
        bound.get().stop();
      }
      log.close();
      throw e;
    }
  }

  private EventLog open(String from, KnownIds ids) throws IOException {
    if (!settings.log.isEmpty()) {
      return DiskLog.open(context, Path.of(settings.log), from, ids, settings.limits, Disk.REAL);
    }
    long first =
        LogPosition.parse(from)
            .numberInMemory()
            .orElseThrow(() ->
                new IOException(
                    "the checkpoint was made with a log on disk, which may hold events that"
                        + " were not read: give the source its log(...) again"));
    return new MemoryLog(first, ids, settings.limits);
  }

  private InetSocketAddress address() {
    return settings.host.isEmpty()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
        : new InetSocketAddress(settings.host, port);
  }

  private URI uri(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    String inUri = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + inUri + ":" + address.getPort() + path);
  }

  @Override
  public Optional<Type> itemType() {
    return Optional.of(json.type());
  }

  @Override
  public boolean replayable() {
    return !settings.log.isEmpty();
  }

  @Override
  public String description() {
    return "http " + path + (replayable() ? " (log " + settings.log + ")" : " (in memory)");
  }
}
