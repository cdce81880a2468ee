package io.streamflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir Path temp;

  @Test
  void helpListsAllExamplesALineEach() {
    ExampleRun run = ExampleRun.of("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.outLines())
        .filteredOn(line -> line.matches("  [a-z-]+ {2,}[A-Z].*\\."))
        .extracting(line -> line.strip().split(" ", -1)[0])
        .containsExactly(
            "quickstart",
            "page-views",
            "page-views-state",
            "fraud-detection",
            "iot-average",
            "sessions",
            "http-ingest",
            "kafka-page-views");
  }

  @ParameterizedTest
  @CsvSource({
    "quickstart, --rate --duration",
    "page-views, --input --output --window --disorder --parallelism --rate --state --console",
    "page-views-state, --state --window",
    "fraud-detection, --input --output --threshold --kafka --from --to --bootstrap --state",
    "iot-average, --input --output --window",
    "sessions, --input --output --gap",
    "http-ingest, --port --output --state --mode --gap --disorder --checkpoint-interval",
    "kafka-page-views, --bootstrap --input --output --state --window --disorder --to-end --minikv",
  })
  void helpOfAnExampleListsItsOptions(String example, String options) {
    ExampleRun run = ExampleRun.of(example, "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("--verbose").contains(options.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                                  | which example? quickstart, page-views,",
        "nosuch                            | unknown example 'nosuch'",
        "nosuch                            | the examples are: quickstart, page-views,",
        "--nosuch                          | '--nosuch'",
        "quickstart --nosuch 1             | '--nosuch'",
        "quickstart --nosuch 1             | allowed are: --rate, --duration, --help, --verbose",
        "quickstart more                   | 'more'",
        "quickstart --rate                 | Missing required parameter for option '--rate'",
        "quickstart --rate 0               | '0' is not a whole number from 1 to",
        "quickstart --rate 1.5             | '1.5' is not a whole number from 1 to",
        "quickstart --rate 1 --rate 2      | --rate",
        "quickstart --duration 5           | '5' is not a duration such as 500ms, 30s, 1m",
        "quickstart --duration -5s         | '-5s' is not a duration such as",
        "quickstart --duration 999999999d  | longer than a hundred years",
        "page-views --window 0s            | '0s' is zero; the least is 1ms",
        "page-views --parallelism 0        | '0' is not a whole number from 1 to 1024",
        "page-views --parallelism 9999     | '9999' is not a whole number from 1 to 1024",
        "page-views --input nosuch.log     | --input: there is no such file: nosuch.log",
        "page-views --input nosuch*.log    | --input: no file matches nosuch*.log",
        "sessions --input nosuch/*.log     | there is no directory nosuch",
        "iot-average --input .             | it is a directory",
        "page-views --input pom.xml --output pom.xml | --output: pom.xml is a file, not a directory",
        "http-ingest --port 65536          | '65536' is not a port from 0 to 65535",
        "http-ingest --port -1             | '-1' is not a port from 0 to 65535",
        "http-ingest --mode both           | 'both' is neither sessions nor raw",
        "http-ingest --state .             | --state needs --output",
        "kafka-page-views --bootstrap x    | --bootstrap needs --state <directory>",
        "fraud-detection --threshold much  | 'much' is not an amount such as",
      })
  void saysWhatIsWrongWithTheArguments(String arguments, String message) {
    ExampleRun run =
        arguments == null
            ? ExampleRun.of()
            : ExampleRun.of((Object[]) arguments.strip().split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).contains("--help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void aBlankInputIsRefused(String input) {
    ExampleRun run = ExampleRun.of("page-views", "--input", input);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: --input: ");
  }

  @Test
  void aFailedJobTellsItsStepAndCauseInOneLine() throws IOException {
    Path input = temp.resolve("payments.jsonl");
    Files.write(
        input,
        List.of(
            "{\"id\":\"p\",\"account\":\"a\",\"time\":\"2026-03-02T09:00:00Z\",\"amount\":1}",
            "{\"id\":\"p2\",\"account\":"));

    ExampleRun run = ExampleRun.of("fraud-detection", "--input", input);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("error: job 'fraud-detection' failed in step 'read'")
        .contains("payments.jsonl:line 2");
  }
}
