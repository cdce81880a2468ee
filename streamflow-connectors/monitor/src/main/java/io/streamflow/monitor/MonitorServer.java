package io.streamflow.monitor;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's HTTP server on a few platform threads: busy tasks on virtual threads would keep it from
 * answering. More requests than wait for these are turned away, and no client holds one for long.
 */
final class MonitorServer {
  private static final int BACKLOG = 64;
  private static final int THREADS = 4;
  private static final int WAITING = 64;

  private final HttpServer server;
  private final boolean loopback;
  private final Duration requestTime;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("streamflow/monitor-timer").daemon().factory());
  private final ThreadPoolExecutor handlers =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("streamflow/monitor-", 0).daemon().factory());

  private MonitorServer(HttpServer server, Duration requestTime) {
    this.server = server;
    this.requestTime = requestTime;
    this.loopback = server.getAddress().getAddress().isLoopbackAddress();
    timer.setRemoveOnCancelPolicy(true);
    handlers.allowCoreThreadTimeOut(true);
  }

  /**
   * Opens the port.
   *
   * @throws UncheckedIOException when it cannot be had
   */
  static MonitorServer bind(InetSocketAddress address, Duration requestTime) {
    if (address.isUnresolved()) {
      throw new UncheckedIOException(
          new IOException(
              "the monitor cannot listen: there is no host '"
                  + address.getHostString()
                  + "'; 0.0.0.0 listens on all addresses of this machine"));
    }
    try {
      return new MonitorServer(HttpServer.create(address, BACKLOG), requestTime);
    } catch (BindException e) {
      throw new UncheckedIOException(
          "the monitor cannot listen on port %d of %s: %s; stop what has the port, choose another, or 0 for any"
              .formatted(address.getPort(), address.getHostString(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the monitor cannot listen on port %d of %s: %s"
              .formatted(address.getPort(), address.getHostString(), e.getMessage()),
          e);
    }
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  /** Begins to answer. */
  void start(Routes routes) {
    server.createContext("/", new Exchanges(routes, loopback));
    server.setExecutor(exchange -> handlers.execute(() -> bounded(exchange)));
    // The server's own thread is a daemon when the one that starts it is.
    Thread starter =
        Thread.ofPlatform().daemon().name("streamflow/monitor-start").start(server::start);
    boolean interrupted = false;
    while (starter.isAlive()) {
      try {
        starter.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void bounded(Runnable exchange) {
    Deadline deadline = new Deadline();
    Future<?> due = timer.schedule(deadline::expire, requestTime.toMillis(), TimeUnit.MILLISECONDS);
    try {
      exchange.run();
    } finally {
      deadline.end();
      due.cancel(false);
    }
  }

  /** Closes the port and all connections. */
  void stop() {
    server.stop(0);
    handlers.shutdownNow();
    timer.shutdownNow();
  }
}
