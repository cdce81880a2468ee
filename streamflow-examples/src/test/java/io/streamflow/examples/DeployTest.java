package io.streamflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be checked of deploy/ without an engine that runs images. */
class DeployTest {
  private static final Path DEPLOY = Path.of("deploy");

  private static String read(String file) throws IOException {
    return Files.readString(DEPLOY.resolve(file));
  }

  /** The words of a list in brackets, without quotes. */
  private static List<String> words(String list) {
    return Pattern.compile("\"([^\"]*)\"|([^,\\s\"]+)")
        .matcher(list)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void eachWorkersCommandIsOneThatTheExamplesTake(int worker) throws IOException {
    Matcher command =
        Pattern.compile("worker-" + worker + ":\\n.*\\n    command: \\[(.*)\\]")
            .matcher(read("compose.yaml"));
    assertThat(command.find()).isTrue();
    List<String> words = words(command.group(1));
    assertThat(words).contains("--share", worker + "/4", "0.0.0.0:9091");
    List<String> help = new java.util.ArrayList<>(words);
    help.addAll(List.of("--monitor", "0", "--help")); // parsed like the real one, then left
    help.removeAll(List.of("0.0.0.0:9091"));
    help.remove("--monitor");
    ExampleRun run = ExampleRun.of(help.toArray());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("--share");
  }

  @Test
  void theWorkersPortsAreThoseOfTheDocs() throws IOException {
    String compose = read("compose.yaml");
    for (int port : new int[] {9091, 9092, 9093, 9094}) {
      assertThat(compose).contains("127.0.0.1:" + port + ":9091");
    }
    assertThat(compose).contains("127.0.0.1:9095:9090").contains("127.0.0.1:3000:3000");
    assertThat(read("prometheus/prometheus.yml"))
        .contains("worker-1:9091, worker-2:9091, worker-3:9091, worker-4:9091");
  }

  @Test
  void theImageRunsAsNobodyInParticularAndIsAskedHowItIs() throws IOException {
    String image = read("Dockerfile");
    assertThat(image).containsPattern("(?m)^USER 10001$").contains("HEALTHCHECK");
    assertThat(image).contains("COPY streamflow-examples/target/streamflow-examples.jar");
  }
}
