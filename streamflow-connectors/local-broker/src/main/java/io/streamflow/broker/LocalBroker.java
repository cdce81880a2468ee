package io.streamflow.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker of one node, with its controller, in this JVM. It keeps its topics in a directory:
 * started again there, on the same port, it is the same broker. {@link BrokerProcess} runs it in a
 * process of its own, where it can be killed.
 */
public final class LocalBroker implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String SESSION_TIMEOUT_MILLIS = "broker.session.timeout.ms";

  private final KafkaRaftServer server;
  private final int port;

  private LocalBroker(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Starts a broker; one that was in {@code directory} before goes on. */
  public static LocalBroker start(Path directory, int port, int controllerPort) throws Exception {
    return start(directory, port, controllerPort, Map.of());
  }

  /**
   * Starts a broker; one that was in {@code directory} before goes on.
   *
   * @param more settings of a broker beside or in place of those it has anyway
   */
  public static LocalBroker start(
      Path directory, int port, int controllerPort, Map<String, String> more) throws Exception {
    Properties settings = settings(directory, port, controllerPort);
    settings.putAll(more);
    if (!Files.exists(directory.resolve("meta.properties"))) {
      new Formatter()
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(1)
          .addDirectory(directory.toString())
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName("CONTROLLER")
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream())) // it tells its steps
          .run();
    }
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    server.startup();
    return new LocalBroker(server, port);
  }

  private static Properties settings(Path directory, int port, int controllerPort) {
    Properties all = new Properties();
    all.put("process.roles", "broker,controller");
    all.put("node.id", "1");
    all.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
    all.put("controller.listener.names", "CONTROLLER");
    all.put(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
    all.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
    all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    all.put("log.dirs", directory.toString());
    all.put("auto.create.topics.enable", "false");
    // One node, small and quick.
    for (String topic :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      all.put(topic + ".num.partitions", "1");
      all.put(topic + ".replication.factor", "1");
    }
    all.put("transaction.state.log.min.isr", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");
    all.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");
    all.put("log.retention.ms", "-1"); // records of 1970 would be gone after half a minute
    all.put("group.initial.rebalance.delay.ms", "0");
    all.put("log.cleaner.dedupe.buffer.size", "2097152");
    // How long a broker that was killed waits to be taken back, and how long one on a busy machine
    // may be silent before it is given up.
    all.put(SESSION_TIMEOUT_MILLIS, "60000");
    all.put("broker.heartbeat.interval.ms", "500");
    return all;
  }

  /** A port that nobody uses. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The address of the broker on a port. */
  public static String address(int port) {
    return HOST + ":" + port;
  }

  /** Its address. */
  public String bootstrap() {
    return address(port);
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  /** Runs a broker until the process is killed: directory, port, controller's port. */
  public static void main(String[] arguments) throws Exception {
    LocalBroker broker =
        start(
            Path.of(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Map.of(SESSION_TIMEOUT_MILLIS, "4000"));
    System.out.println(BrokerProcess.READY);
    broker.server.awaitShutdown();
  }
}
