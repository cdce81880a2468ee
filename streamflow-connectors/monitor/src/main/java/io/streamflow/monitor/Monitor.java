package io.streamflow.monitor;

import io.micrometer.core.instrument.Metrics;
import io.streamflow.job.Job;
import io.streamflow.job.Jobs;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Shows the jobs of this process to a browser, to Prometheus and to probes: {@code /} is a page
 * with the running pipeline, {@code /metrics} are the meters of {@link Metrics#globalRegistry} and
 * of the JVM, {@code /health} and {@code /ready} are probes, {@code /api/job} and {@code /api/why}
 * give as JSON what the page shows. It only ever reads; nobody can change a job through it.
 *
 * <p>It answers on platform threads of its own, four at most, so that it can be asked while jobs
 * keep every processor busy; they are daemons, and do not keep the JVM alive. Usable from any
 * thread.
 */
public final class Monitor implements AutoCloseable {
  private static final Duration REQUEST_TIME = Duration.ofSeconds(10);

  private final MonitorServer server;
  private final Meters meters;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Monitor(MonitorServer server, Meters meters) {
    this.server = server;
    this.meters = meters;
  }

  /**
   * Listens on a port of the loopback address, for this machine alone; requests that were meant for
   * another host's name are refused.
   *
   * @param port 0 for any that is free
   * @throws UncheckedIOException when the port cannot be had; names it, and the way out
   * @throws IllegalArgumentException when there is no such port
   */
  public static Monitor start(int port) {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Listens on an address of your choice, such as {@code new InetSocketAddress("0.0.0.0", 9090)} in
   * a container. There is no password: whoever reaches an address that is not loopback reads names,
   * counts and error messages of the jobs.
   *
   * @throws UncheckedIOException when the address cannot be had; names it, and the way out
   */
  public static Monitor start(InetSocketAddress address) {
    return start(address, Jobs::inThisProcess, REQUEST_TIME);
  }

  static Monitor start(InetSocketAddress address, Supplier<List<Job>> jobs, Duration requestTime) {
    Objects.requireNonNull(address, "address");
    PageFiles page = new PageFiles();
    MonitorServer server = MonitorServer.bind(address, requestTime);
    Meters meters = new Meters();
    KnownJobs known = new KnownJobs(jobs);
    server.start(new Routes(known, meters, page));
    meters.open();
    return new Monitor(server, meters);
  }

  /** The port it listens on. */
  public int port() {
    return server.address().getPort();
  }

  /** Where the page is, for a browser on this machine. */
  public URI uri() {
    InetAddress address = server.address().getAddress();
    boolean here = address.isAnyLocalAddress() || address.isLoopbackAddress();
    String host = here ? "localhost" : address.getHostAddress();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
  }

  /** Closes the port, and takes its registry out of the global one. A second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.stop();
      meters.close();
    }
  }
}
