package io.streamflow.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.broker.BrokerProcess;
import io.streamflow.connectors.file.FileSink;
import io.streamflow.connectors.file.FileSource;
import io.streamflow.connectors.http.Http;
import io.streamflow.connectors.json.Json;
import io.streamflow.connectors.kafka.Kafka;
import io.streamflow.connectors.kafka.KafkaFormat;
import io.streamflow.connectors.minikv.MiniKv;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sources;
import io.streamflow.spi.OutboxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs of each kind of connector: their threads and what they log name the job and the step. */
class ThreadsAndLinesTest {
  private static final Pattern JOB = Pattern.compile("job 'orders-\\w+'");
  private static final Pattern OF_A_STEP = Pattern.compile("job 'orders-\\w+', step '[\\w-]+'");
  private static final String FIRST_LINE = "the first\n";
  private static final String KAFKA_RECORD = "a record";

  /** The JDK's own, which cannot be named, and what LMDB's binding starts once per JVM. */
  private static final Pattern NOT_OURS =
      Pattern.compile(
          "HttpClient-\\d+-SelectorManager|HTTP-Dispatcher|idle-timeout-task|req-rsp-timeout-task"
              + "|(Common-)?Cleaner.*|jnr\\.ffi\\..*|ForkJoinPool.*|VirtualThread-unblocker"
              + "|.*Poller.*|.*Updater|Attach Listener|process reaper.*|Notification Thread");

  @TempDir Path temp;

  /** The jobs, in a JVM of their own: broker, service, directory. */
  static final class Jobs {
    private final String bootstrap;
    private final String service;
    private final Path directory;
    private final CompletableFuture<URI> listening = new CompletableFuture<>();

    private Jobs(String bootstrap, String service, Path directory) {
      this.bootstrap = bootstrap;
      this.service = service;
      this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
      new Jobs(arguments[0], arguments[1], Path.of(arguments[2])).run();
    }

    private void run() throws Exception {
      Set<String> before = threads("before.json");
      Path log = Files.writeString(directory.resolve("app.log"), FIRST_LINE);
      OutboxOptions quick = OutboxOptions.defaults().attempts(5, Duration.ofMillis(20));
      List<Job> jobs =
          List.of(
              start(
                  "http",
                  Stream.from(
                          Http.source(0, "/events", Json.of(Map.class))
                              .log(directory.resolve("events"))
                              .onListening(listening::complete))
                      .named("posted")
                      .to("sent", Http.sink(service, Json.of(Map.class)).outbox(quick))),
              start(
                  "kafka",
                  Stream.from(
                          Kafka.source(bootstrap, "in", KafkaFormat.text())
                              .discoverEvery(Duration.ofMillis(100))
                              .reportTo("watchers"))
                      .named("read")
                      .to("written", Kafka.sink(bootstrap, "out", KafkaFormat.text()))),
              start(
                  "direct",
                  Stream.from(Kafka.source(bootstrap, "in", KafkaFormat.text()))
                      .named("read")
                      .to(
                          "written",
                          Kafka.sink(bootstrap, "out", KafkaFormat.text()).atLeastOnce())),
              start(
                  "file",
                  Stream.from(FileSource.lines(log).follow())
                      .named("lines")
                      .to("copied", FileSink.lines(directory.resolve("copy")))),
              start(
                  "store",
                  Stream.from(FileSource.lines(log).follow())
                      .named("lines")
                      .to("kept", MiniKv.sink(service, line -> "k", Optional::of).outbox(quick))));
      URI events = listening.get(1, TimeUnit.MINUTES);
      post(events, "{\"n\": 1}");
      for (Job job : jobs) {
        awaitWritten(job, 1);
      }
      addPartition();
      awaitNewPartition(jobs.get(1));
      URI control = URI.create(service);
      post(control.resolve("/hold"), "");
      Files.move(log, directory.resolve("app.log.1"));
      Files.writeString(log, "the second\n");
      awaitWritten(jobs.get(3), 2);
      post(events, "{\"n\": 2}");
      post(control.resolve("/held"), ""); // the requests of both sinks are under way
      Set<String> during = threads("during.json");
      during.removeAll(before);
      during.forEach(name -> System.out.println("thread " + name));
      post(control.resolve("/release"), "");
      for (Job job : jobs) {
        job.stop();
        job.await();
      }
    }

    private Job start(String name, Pipeline pipeline) {
      return pipeline.start(
          JobOptions.durable(directory.resolve("state-" + name))
              .name("orders-" + name)
              .parallelism(2)
              .checkpointInterval(Duration.ofMillis(50)));
    }

    private static void post(URI to, String body) throws IOException {
      try (Socket socket = new Socket(to.getHost(), to.getPort())) {
        socket
            .getOutputStream()
            .write(
                ("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: %d\r\nConnection: close\r\n\r\n%s")
                    .formatted(to.getPath(), body.length(), body)
                    .getBytes(StandardCharsets.UTF_8));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!answer.startsWith("HTTP/1.1 2")) {
          throw new IOException(answer);
        }
      }
    }

    /** Waits until so many items are where they belong, so that every thread has had work. */
    private static void awaitWritten(Job job, int items) throws InterruptedException {
      while (job.view().steps().getLast().out() < items) {
        checkRunning(job);
      }
      job.checkpoint();
      while (job.view().outboxes().stream().anyMatch(outbox -> outbox.epochs() > 0)) {
        checkRunning(job);
      }
    }

    private void addPartition() throws Exception {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
        admin
            .createPartitions(Map.of("in", NewPartitions.increaseTo(2)))
            .all()
            .get(1, TimeUnit.MINUTES);
      }
    }

    private static void awaitNewPartition(Job job) throws InterruptedException {
      while (job.view().partitions().size() < 2) {
        checkRunning(job);
      }
    }

    private static void checkRunning(Job job) throws InterruptedException {
      if (job.await(Duration.ofMillis(5))) {
        job.await(); // throws what it has failed of
        throw new IllegalStateException(job.name() + " is over");
      }
    }

    /** The names of all threads, virtual ones too. */
    private Set<String> threads(String file) throws IOException, InterruptedException {
      Path dump = directory.resolve(file);
      int exit =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(ProcessHandle.current().pid()),
                  "Thread.dump_to_file",
                  "-format=json",
                  dump.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("jcmd.txt").toFile())
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IOException(Files.readString(directory.resolve("jcmd.txt")));
      }
      Set<String> names = new TreeSet<>();
      JsonNode containers =
          new JsonMapper().readTree(dump).get("threadDump").get("threadContainers");
      for (JsonNode container : containers) {
        for (JsonNode thread : container.get("threads")) {
          names.add(thread.get("name").asString());
        }
      }
      return names;
    }
  }

  /** What sinks call; the first calls fail, so that each sink has something to warn of. */
  private static final class Service implements AutoCloseable {
    private static final int FAILING = 2;
    private static final int SINKS = 2;

    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(SINKS);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean holding;

    Service() throws IOException {
      server.setExecutor(threads);
      server.createContext("/", exchange -> answer(exchange, this::work));
      server.createContext("/hold", exchange -> answer(exchange, () -> holding = true));
      server.createContext("/held", exchange -> answer(exchange, () -> await(held)));
      server.createContext("/release", exchange -> answer(exchange, released::countDown));
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, Runnable work) throws IOException {
      try (exchange) {
        exchange.getRequestBody().readAllBytes();
        work.run();
        boolean fails = exchange.getHttpContext().getPath().equals("/") && calls.get() <= FAILING;
        exchange.sendResponseHeaders(fails ? 503 : 200, -1);
      }
    }

    private void work() {
      calls.incrementAndGet();
      if (holding) {
        held.countDown();
        await(released);
      }
    }

    private static void await(CountDownLatch latch) {
      try {
        if (!latch.await(1, TimeUnit.MINUTES)) {
          throw new IllegalStateException("nothing came within a minute");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void threadsAndLinesNameJobAndStep() throws Exception {
    try (Service service = new Service()) {
      check(lines(service));
    }
  }

  private List<String> lines(Service service) throws Exception {
    try (BrokerProcess broker = new BrokerProcess(temp.resolve("broker"))) {
      broker.start();
      fill(broker.bootstrap());
      return lines(broker.bootstrap(), service.url());
    }
  }

  private static void check(List<String> lines) {
    List<String> logged =
        lines.stream()
            .filter(line -> line.startsWith("[") && line.contains(" io.streamflow."))
            .toList();
    assertThat(logged).allSatisfy(line -> assertThat(line).containsPattern(JOB));
    assertThat(logged.stream().filter(line -> !line.contains("io.streamflow.job -")))
        .filteredOn(line -> !line.contains("io.streamflow.checkpoint -"))
        .allSatisfy(line -> assertThat(line).containsPattern(OF_A_STEP))
        .anyMatch(line -> line.contains("listening on"))
        .anyMatch(line -> line.contains("has been replaced"))
        .anyMatch(line -> line.contains("is new"))
        .anyMatch(line -> line.contains("attempt"));

    List<String> threads =
        lines.stream()
            .filter(line -> line.startsWith("thread "))
            .map(line -> line.substring("thread ".length()))
            .filter(name -> !NOT_OURS.matcher(name).matches())
            .toList();
    assertThat(threads).allSatisfy(name -> assertThat(name).contains("orders-"));
    assertThat(threads)
        .contains(
            "orders-http/posted/http-log",
            "orders-http/posted/http-timer",
            "orders-http/posted/http-connections",
            "orders-http/sent/delivery",
            "orders-http/sent/send/0",
            "orders-kafka/coordinator",
            "orders-kafka/read/fetcher-1",
            "orders-kafka/read/discovery",
            "kafka-admin-client-thread | orders-kafka/read/admin",
            "kafka-producer-network-thread | orders-kafka/written/kafka",
            "kafka-producer-network-thread | orders-direct/written/kafka",
            "orders-store/kept/delivery")
        .anyMatch(name -> name.startsWith("orders-store/kept/set/"))
        .anyMatch(name -> name.startsWith("orders-file/lines"));
  }

  private static void fill(String bootstrap) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(
              List.of(new NewTopic("in", 1, (short) 1), new NewTopic("out", 1, (short) 1)))
          .all()
          .get(1, TimeUnit.MINUTES);
    }
    Stream.from(Sources.of(KAFKA_RECORD))
        .to(Kafka.sink(bootstrap, "in", KafkaFormat.text()))
        .run(JobOptions.defaults().name("fill"));
  }

  private List<String> lines(String bootstrap, String service) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.log.io.streamflow=debug",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Jobs.class.getName(),
                bootstrap,
                service,
                Files.createDirectory(temp.resolve("jobs")).toString()));
    Path said = temp.resolve("said");
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      boolean ended = child.waitFor(2, TimeUnit.MINUTES);
      List<String> lines = Files.readAllLines(said);
      assertThat(ended).as("%s", lines).isTrue();
      assertThat(child.exitValue()).as("%s", lines).isZero();
      return lines;
    } finally {
      child.destroyForcibly();
    }
  }
}
