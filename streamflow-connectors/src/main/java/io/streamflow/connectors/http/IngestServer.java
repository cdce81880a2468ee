package io.streamflow.connectors.http;

import com.sun.net.httpserver.HttpServer;
import io.streamflow.spi.SourceContext;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The JDK's HTTP server, with a virtual thread and a watch for each exchange. */
final class IngestServer {
  private static final int BACKLOG = 1024;

  /** Beside the requests that are let in: those that are turned away, or send nothing. */
  private static final int MORE_EXCHANGES = 1024;

  private static final Duration GRACE = Duration.ofSeconds(5);

  /** A client that has not sent the head of a request by then has not begun one. */
  private static final Duration HEAD_GRACE = Duration.ofMillis(500);

  private static final ScopedValue<Watch> WATCH = ScopedValue.newInstance();

  private final SourceContext context;
  private final HttpServer server;
  private final Limits limits;
  private final Semaphore exchanges;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer;
  private final Answer tooSlow;
  private volatile boolean stopping;

  /** Used by one thread, see {@link #execute}. */
  private boolean named;

  private IngestServer(SourceContext context, HttpServer server, Limits limits) {
    this.context = context;
    this.server = server;
    this.limits = limits;
    this.exchanges = new Semaphore(limits.requests() + MORE_EXCHANGES);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name(context.thread("http-timer")).daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    this.tooSlow =
        Answer.refused(408, "the request was not there after " + limits.requestTime()).closing();
  }

  /**
   * Opens the port.
   *
   * @throws IOException when it cannot be had; names it
   */
  static IngestServer bind(SourceContext context, InetSocketAddress address, Limits limits)
      throws IOException {
    if (address.isUnresolved()) {
      throw new IOException("there is no host '" + address.getHostString() + "' to listen on");
    }
    try {
      return new IngestServer(context, HttpServer.create(address, BACKLOG), limits);
    } catch (BindException e) {
      throw new IOException(
          "cannot listen on port %d of %s: %s; stop what has the port, or choose another"
              .formatted(address.getPort(), address.getHostString(), e.getMessage()),
          e);
    }
  }

  /** Where it listens. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  boolean isStopping() {
    return stopping;
  }

  /** Begins to answer. */
  void start(IngestHandler handler) {
    server.createContext("/", exchange -> handler.handle(exchange, WATCH.get()));
    server.setExecutor(this::execute);
    server.start();
  }

  /**
   * On the thread of the JDK's server that lets connections in, which it gives a name of its own.
   */
  private void execute(Runnable exchange) {
    if (!named) {
      Thread.currentThread().setName(context.thread("http-connections"));
      named = true;
    }
    if (!exchanges.tryAcquire()) {
      throw new RejectedExecutionException("too many connections"); // the server closes this one
    }
    Thread thread =
        Thread.ofVirtual().name(context.thread("http")).unstarted(() -> watched(exchange));
    thread.start();
  }

  private void watched(Runnable exchange) {
    Watch watch = new Watch(Thread.currentThread(), timer, tooSlow, context.thread("http"));
    watches.add(watch);
    try {
      watch.allow(Watch.Phase.HEAD, limits.requestTime());
      ScopedValue.where(WATCH, watch).run(exchange);
    } finally {
      watch.leave();
      watches.remove(watch);
      exchanges.release();
    }
  }

  /**
   * Answers what is under way, and closes the port. Requests that come or are not there yet are
   * told to come again.
   *
   * @throws InterruptedException when interrupted; the port is closed all the same
   */
  void stop() throws InterruptedException {
    stopping = true;
    try {
      watches.forEach(watch -> watch.end(Watch.Phase.BODY, Answer.stopping()));
      if (!awaitNone(HEAD_GRACE)) {
        watches.forEach(watch -> watch.end(Watch.Phase.HEAD, Answer.stopping()));
        awaitNone(GRACE);
      }
    } finally {
      server.stop(0);
      timer.shutdownNow();
    }
  }

  private boolean awaitNone(Duration time) throws InterruptedException {
    long until = System.nanoTime() + time.toNanos();
    while (!watches.isEmpty() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return watches.isEmpty();
  }
}
