package io.streamflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.broker.LocalBroker;
import io.streamflow.connectors.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples with Kafka, on a broker that they start and on one that is there. */
@Timeout(240)
class KafkaExamplesTest {
  private static LocalBroker broker;

  @TempDir static Path brokerDirectory;
  @TempDir Path temp;

  @BeforeAll
  static void start() throws Exception {
    broker = LocalBroker.start(brokerDirectory, LocalBroker.freePort(), LocalBroker.freePort());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  /** What a loop over the log counts, as the topic should have it. */
  private static List<String> expected(List<String> log, Duration window) {
    return new ExpectedPageViews(log, window, Duration.ofDays(1)).lines();
  }

  private static List<String> countsIn(String topic) throws Exception {
    Json<PageCount> json = Json.of(PageCount.class);
    List<String> lines = new ArrayList<>();
    assertThat(
            ExampleKafka.at(broker.bootstrap())
                .committed(topic)
                .read(json, count -> lines.add(json.text(count))))
        .isTrue();
    return lines;
  }

  /** Lines of the table: views, and a page. */
  private static Map<String, Long> table(ExampleRun run) {
    Map<String, Long> table = new TreeMap<>();
    run.outLines().stream()
        .filter(line -> line.matches(" *[0-9,]+  /.*"))
        .map(line -> line.strip().split("  ", 2))
        .forEach(row -> table.put(row[1], Long.valueOf(row[0].replace(",", ""))));
    return table;
  }

  private static Map<String, Long> busiest(List<String> counts) {
    Json<PageCount> json = Json.of(PageCount.class);
    Map<String, Long> views = new TreeMap<>();
    counts.stream().map(json::parse).forEach(c -> views.merge(c.page(), c.count(), Long::sum));
    Map<String, Long> top = new TreeMap<>();
    views.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(PageViewSummary.SHOWN)
        .forEach(page -> top.put(page.getKey(), page.getValue()));
    return top;
  }

  @Test
  void pageViewsStartWhatTheyNeedAndShowWhatIsInTheTopic() {
    List<String> expected = expected(SampleLog.lines(1, 60), Duration.ofMinutes(1));

    ExampleRun run = ExampleRun.of("kafka-page-views");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(table(run)).isEqualTo(busiest(expected));
    assertThat(run.out())
        .contains("started a broker at 127.0.0.1:", "topic page-views, topic page-counts")
        .contains("its directory is removed");
    Path directory =
        Path.of(run.out().replaceAll("(?s).*started a broker at \\S+, in (\\S+)/broker.*", "$1"));
    assertThat(directory.getFileName().toString()).startsWith("streamflow-kafka-page-views-");
    assertThat(directory).doesNotExist();
  }

  @Test
  void pageViewsWithStateGoOnWithTheBrokerTheyHadStarted() {
    List<String> expected = expected(SampleLog.lines(1, 60), Duration.ofMinutes(1));
    for (int start = 0; start < 2; start++) {
      ExampleRun run = ExampleRun.of("kafka-page-views", "--state", temp.resolve("state"));
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(table(run)).isEqualTo(busiest(expected));
      assertThat(run.out().contains("from an earlier start")).isEqualTo(start == 1);
      assertThat(run.out()).contains("the next start goes on there");
    }
  }

  @Test
  void pageViewsGoIntoAStoreLikeMiniKv() {
    List<String> expected = expected(SampleLog.lines(1, 60), Duration.ofMinutes(10));

    ExampleRun run = ExampleRun.of("kafka-page-views", "--minikv", "--window", "10m");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(table(run)).isEqualTo(busiest(expected));
    assertThat(run.out()).contains("in the store at http://127.0.0.1:");
  }

  @Test
  void workersShareTheWorkAndTheCountsAreThoseOfOne() throws Exception {
    List<String> log = SampleLog.lines(8, 20);
    Path file = Files.write(temp.resolve("access.log"), log);
    for (int worker = 1; worker <= 4; worker++) {
      List<Object> command =
          new ArrayList<>(
              List.of(
                  "kafka-page-views",
                  "--bootstrap",
                  broker.bootstrap(),
                  "--input",
                  "shared-views",
                  "--output",
                  "shared-counts",
                  "--create-topics",
                  "--to-end",
                  "--disorder",
                  "1d",
                  "--state",
                  temp.resolve("worker-" + worker),
                  "--share",
                  worker + "/4"));
      if (worker == 1) {
        command.addAll(List.of("--fill", file));
      }
      ExampleRun run = ExampleRun.of(command.toArray());
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    assertThat(countsIn("shared-counts"))
        .containsExactlyInAnyOrderElementsOf(expected(log, Duration.ofMinutes(1)));
    ExampleRun refused = ExampleRun.of("kafka-page-views", "--share", "5/4");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("'5/4' is not a share such as 2/4, the second of four");
  }

  @Test
  void pageViewsWithABrokerThatIsThere() throws Exception {
    List<String> log = SampleLog.lines(7, 20);
    Path file = Files.write(temp.resolve("access.log"), log);
    Object[] command = {
      "kafka-page-views",
      "--bootstrap",
      broker.bootstrap(),
      "--input",
      "views-7",
      "--output",
      "counts-7",
      "--state",
      temp.resolve("state"),
      "--window",
      "5m",
      "--to-end"
    };
    ExampleRun missing = ExampleRun.of(command);
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err())
        .contains("topic 'views-7' does not exist at " + broker.bootstrap(), "--create-topics");

    ExampleRun empty = ExampleRun.of(with(command, "--create-topics"));
    assertThat(empty.exitCode()).as(empty.err()).isZero();
    assertThat(empty.out()).contains("topic views-7, topic counts-7").contains("no window has");
    assertThat(countsIn("counts-7")).isEmpty();

    Object[] other = with(command, "--create-topics", "--fill", file);
    other[6] = "counts-7-more"; // another job cannot go on in a topic that bears the mark of one
    other[8] = temp.resolve("other");
    for (int start = 0; start < 2; start++) { // the second adds nothing
      ExampleRun run = ExampleRun.of(other);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out().contains("from an earlier start")).isEqualTo(start == 1);
      assertThat(countsIn("counts-7-more"))
          .containsExactlyInAnyOrderElementsOf(expected(log, Duration.ofMinutes(5)));
      assertThat(table(run)).isEqualTo(busiest(expected(log, Duration.ofMinutes(5))));
    }
  }

  private static Object[] with(Object[] command, Object... more) {
    List<Object> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void pageViewsIntoAStoreByItsAddress() throws Exception {
    List<String> log = SampleLog.lines(8, 20);
    Path file = Files.write(temp.resolve("access.log"), log);
    try (LocalStore store = LocalStore.start()) {
      ExampleRun run =
          ExampleRun.of(
              "kafka-page-views",
              "--bootstrap",
              broker.bootstrap(),
              "--create-topics",
              "--input",
              "views-8",
              "--fill",
              file,
              "--minikv",
              store.gateway(),
              "--state",
              temp.resolve("state"),
              "--to-end");
      assertThat(run.exitCode()).as(run.err()).isZero();
      StoredCounts stored = new StoredCounts(store.gateway());
      Json<PageCount> json = Json.of(PageCount.class);
      List<String> expected = expected(log, Duration.ofMinutes(1));
      expected.stream().map(json::parse).forEach(stored::written);
      List<String> found = new ArrayList<>();
      stored.read(count -> found.add(json.text(count)));
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(table(run)).isEqualTo(busiest(expected));
    }
  }

  @Test
  void fraudDetectionFindsTheSameThroughTopics() throws IOException {
    List<String> expected = ExampleRun.of("fraud-detection").outLines();
    assertThat(expected).hasSizeGreaterThan(10);

    ExampleRun run = ExampleRun.of("fraud-detection", "--kafka");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.outLines()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(run.err()).contains("started a broker at ", "topic payments, topic alerts");
  }

  @Test
  void fraudDetectionOnABrokerThatIsThereGoesOnWhereItWas() throws Exception {
    Path file = Files.write(temp.resolve("payments.jsonl"), SamplePayments.lines(3));
    List<String> expected = ExampleRun.of("fraud-detection", "--input", file).outLines();
    Json<Alert> json = Json.of(Alert.class);
    for (int start = 0; start < 2; start++) {
      ExampleRun run =
          ExampleRun.of(
              "fraud-detection",
              "--kafka",
              "--bootstrap",
              broker.bootstrap(),
              "--create-topics",
              "--input",
              file,
              "--from",
              "payments-3",
              "--to",
              "alerts-3",
              "--state",
              temp.resolve("state"),
              "--to-end");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).isEmpty();
      List<String> found = new ArrayList<>();
      ExampleKafka.at(broker.bootstrap())
          .committed("alerts-3")
          .read(json, a -> found.add(json.text(a)));
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka-page-views --bootstrap x:1                       | --bootstrap needs --state",
        "kafka-page-views --bootstrap x:1 --state s --to-end --until-stopped | choose one",
        "kafka-page-views --input a --output a                  | are the same topic",
        "kafka-page-views --minikv --state s                    | would outlive it: give a <url>",
        "kafka-page-views --fill nosuch.log                     | --fill: there is no such file",
        "kafka-page-views --minikv ftp://x --to-end             | ftp://x",
        "fraud-detection --kafka --output out                   | --output: with --kafka",
        "fraud-detection --state s                              | --state needs --kafka",
        "fraud-detection --bootstrap x:1                        | --bootstrap needs --kafka",
        "fraud-detection --kafka --from a --to a                | are the same topic",
      })
  void saysWhatDoesNotGoTogether(String arguments, String message) {
    ExampleRun run = ExampleRun.of((Object[]) arguments.strip().split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).contains("--help");
    assertThat(Path.of("s")).doesNotExist();
  }

  @Test
  void aBrokerThatIsNotThereIsNamed() {
    Path state = temp.resolve("state");
    for (String example : List.of("kafka-page-views", "fraud-detection --kafka")) {
      List<Object> command = new ArrayList<>(List.of(example.split(" ", -1)));
      command.addAll(List.of("--bootstrap", "127.0.0.1:1", "--state", state));
      ExampleRun run = ExampleRun.of(command.toArray());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .contains("no Kafka at 127.0.0.1:1", "is it running")
          .contains("Without --bootstrap a broker is started here");
    }
  }
}
