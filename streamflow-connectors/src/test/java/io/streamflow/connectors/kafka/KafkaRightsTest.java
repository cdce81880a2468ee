package io.streamflow.connectors.kafka;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.broker.LocalBroker;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.spi.Sink;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs on a broker that gives rights one by one. All connections come from {@code User:ANONYMOUS};
 * the tests' own go to a second listener, whose user may do anything.
 */
@Timeout(120)
class KafkaRightsTest {
  private static TestKafka kafka;
  private static String guarded = "";
  private static int number;

  @TempDir static Path broker;
  @TempDir Path directory;

  private String from = "";
  private String to = "";
  private String id = "";
  private int writes;

  @BeforeAll
  static void start() throws Exception {
    int port = LocalBroker.freePort();
    int controller = LocalBroker.freePort();
    int guardedPort = LocalBroker.freePort();
    String host = "127.0.0.1:";
    String jaas =
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"admin\" password=\"s\" user_admin=\"s\" user_job=\"s\";";
    LocalBroker started =
        LocalBroker.start(
            broker,
            port,
            controller,
            Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS", // the controller, and the tests themselves
                "listeners",
                "PLAINTEXT://"
                    + host
                    + port
                    + ",GUARDED://"
                    + host
                    + guardedPort
                    + ",CONTROLLER://"
                    + host
                    + controller,
                "advertised.listeners",
                "PLAINTEXT://" + host + port + ",GUARDED://" + host + guardedPort,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,GUARDED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.guarded.plain.sasl.jaas.config",
                jaas));
    kafka = new TestKafka(started.bootstrap(), started::close);
    guarded = host + guardedPort;
  }

  @AfterAll
  static void stop() throws Exception {
    kafka.close();
  }

  @BeforeEach
  void topics() throws Exception {
    number++;
    from = "from-" + number;
    to = "to-" + number;
    id = "id-" + number;
    kafka.create(from, 1);
    kafka.create(to, 1);
    kafka.send(from, 0, "a", "b");
  }

  /** Lets the job's user do something. */
  private static void allow(ResourceType type, String name, AclOperation... operations)
      throws Exception {
    List<AclBinding> bindings =
        java.util.stream.Stream.of(operations)
            .map(operation ->
                new AclBinding(
                    new ResourcePattern(type, name, PatternType.LITERAL),
                    new AccessControlEntry("User:job", "*", operation, AclPermissionType.ALLOW)))
            .toList();
    kafka.admin.createAcls(bindings).all().get();
    // The broker hears of it a moment later than the controller.
    while (!kafka
        .admin
        .describeAcls(org.apache.kafka.common.acl.AclBindingFilter.ANY)
        .values()
        .get()
        .containsAll(bindings)) {
      Thread.sleep(5);
    }
  }

  private static String login(String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required"
        + " username=\"job\" password=\""
        + password
        + "\";";
  }

  private KafkaSource<String> source() {
    return Kafka.source(guarded, from, KafkaFormat.text())
        .property("security.protocol", "SASL_PLAINTEXT")
        .property("sasl.mechanism", "PLAIN")
        .property("sasl.jaas.config", login("s"));
  }

  private KafkaSink<String> sink() {
    return Kafka.sink(guarded, to, KafkaFormat.text())
        .transactionalId(id)
        .property("security.protocol", "SASL_PLAINTEXT")
        .property("sasl.mechanism", "PLAIN")
        .property("sasl.jaas.config", login("s"));
  }

  private void write(Sink<String> sink) throws InterruptedException {
    Stream.from(Sources.from(List.of("a")))
        .to("out", sink)
        .run(JobOptions.durable(directory.resolve("state-" + ++writes))); // each begins anew
  }

  private void refused(Sink<String> sink, String... messages) {
    refusal(() -> write(sink), messages);
  }

  private static void refusal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... messages) {
    var thrown = assertThatThrownBy(call);
    for (String message : messages) {
      thrown.hasMessageContaining(message);
    }
  }

  private List<String> read(KafkaSource<String> source) throws InterruptedException {
    List<String> seen = new CopyOnWriteArrayList<>();
    Stream.from(source.bounded()).to(Sinks.forEach(seen::add)).run();
    return seen;
  }

  @Test
  void aSinkNamesTheRightThatItLacksOneAfterTheOther() throws Exception {
    refused(sink(), "step 'out'", "topic '" + to + "'", guarded, "DESCRIBE");
    allow(TOPIC, to, DESCRIBE);
    refused(sink(), "step 'out'", "topic '" + to + "' at " + guarded, "READ");
    refused(sink().atLeastOnce(), "topic '" + to + "' at " + guarded, "WRITE");
    allow(TOPIC, to, WRITE);
    write(sink().atLeastOnce());
    assertThat(kafka.committedValues(to)).containsExactly("a");
    refused(sink(), "step 'out'", "topic '" + to + "' at " + guarded, "READ");
    allow(TOPIC, to, READ);
    refused(sink(), "step 'out'", "transactional id '" + id + "'", "WRITE");
    allow(TRANSACTIONAL_ID, id, WRITE);
    refused(sink(), "step 'out'", "group '" + id + "'", "READ");
    allow(GROUP, id, DESCRIBE);
    refused(sink(), "step 'out'", "group '" + id + "'", "READ");
    allow(GROUP, id, READ);
    write(sink());
    assertThat(kafka.committedValues(to)).containsExactly("a", "a");
  }

  @Test
  void aSourceNamesTheRightThatItLacks() throws Exception {
    refusal(() -> read(source()), "step 'source-1'", "topic '" + from + "'", guarded, "DESCRIBE");
    allow(TOPIC, from, DESCRIBE);
    refusal(() -> read(source()), "step 'source-1'", "topic '" + from + "'", guarded, "READ");
    allow(TOPIC, from, READ);
    assertThat(read(source())).containsExactly("a", "b");
    refusal(
        () -> read(source().fromGroup("former-" + from)),
        "step 'source-1'",
        "group 'former-" + from + "'",
        guarded,
        "DESCRIBE");
  }

  @Test
  void aPatternMatchesOnlyWhatTheUserMaySee() throws Exception {
    KafkaSource<String> matching =
        Kafka.source(guarded, Topics.matching(from + ".*"), KafkaFormat.text())
            .property("security.protocol", "SASL_PLAINTEXT")
            .property("sasl.mechanism", "PLAIN")
            .property("sasl.jaas.config", login("s"));
    refusal(() -> read(matching), "none of the ", " topics that the job may see at " + guarded);
    allow(TOPIC, from, READ);
    assertThat(read(matching)).containsExactly("a", "b");
  }

  @Test
  void aGroupThatMayNotBeReportedToIsToldAtTheStart() throws Exception {
    allow(TOPIC, from, READ);
    KafkaSource<String> reporting = source().reportTo("watchers-" + from);
    refusal(
        () -> read(reporting),
        "step 'source-1'",
        "group 'watchers-" + from + "'",
        guarded,
        "DESCRIBE");
    allow(GROUP, "watchers-" + from, READ);
    assertThat(read(reporting)).containsExactly("a", "b");
  }

  @Test
  void aRightThatIsTakenAwayFailsTheJob() throws Exception {
    allow(TOPIC, from, READ);
    List<String> seen = new CopyOnWriteArrayList<>();
    try (Job job =
        Stream.from(source()).to(Sinks.forEach(seen::add)).start(JobOptions.defaults())) {
      KafkaJobTest.await(job, () -> seen.size() == 2);
      kafka
          .admin
          .deleteAcls(
              List.of(
                  new org.apache.kafka.common.acl.AclBindingFilter(
                      new org.apache.kafka.common.resource.ResourcePatternFilter(
                          TOPIC, from, PatternType.LITERAL),
                      org.apache.kafka.common.acl.AccessControlEntryFilter.ANY)))
          .all()
          .get();
      refusal(job::await, "step 'source-1'", "topic '" + from + "'", "READ");
    }
  }

  @Test
  void aWrongPasswordIsRefusedAtTheStart() throws Exception {
    refusal(
        () -> read(source().property("sasl.jaas.config", login("wrong"))),
        "step 'source-1'",
        guarded,
        "Authentication failed");
    refused(
        sink().property("sasl.jaas.config", login("wrong")), "step 'out'", "Authentication failed");
  }
}
