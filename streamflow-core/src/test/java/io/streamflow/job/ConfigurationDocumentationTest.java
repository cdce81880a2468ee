package io.streamflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/configuration.md says of options is what the code does. */
class ConfigurationDocumentationTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");

  /** They depend on the machine. */
  private static final Map<String, String> DEFAULTS_IN_WORDS =
      Map.of(
          "parallelism", "one less than processors",
          "stateMemory", "a quarter of the heap",
          "stateLogMemory", "a sixteenth of the heap");

  private static List<String> rows(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf("\n## " + heading + "\n");
    assertThat(from).as(heading).isPositive();
    int to = page.indexOf("\n## ", from + 1);
    return page.substring(from, to < 0 ? page.length() : to)
        .lines()
        .filter(line -> line.startsWith("| "))
        .toList();
  }

  private static String defaultOf(JobOption<?> option) {
    String words = DEFAULTS_IN_WORDS.get(option.name());
    if (words != null) {
      return words;
    }
    return option
        .text(JobOptions.defaults())
        .filter(text -> !text.isEmpty())
        .map(text -> "`" + text + "`")
        .orElse("none");
  }

  @Test
  void theTableHasEachOptionAsItIs() throws IOException {
    List<String> expected = new ArrayList<>();
    for (JobOption<?> option : AllOptions.TABLE) {
      expected.add(
          "| `"
              + ConfigurationSource.PROPERTIES.key(option)
              + "` | `"
              + ConfigurationSource.ENVIRONMENT.key(option)
              + "` | "
              + option.form().type()
              + " | "
              + defaultOf(option)
              + " |");
    }
    Pattern meaning = Pattern.compile(" [^|]{10,} \\|$");
    List<String> rows =
        rows("Options").stream().filter(row -> row.startsWith("| `streamflow.")).toList();
    assertThat(rows).allSatisfy(row -> assertThat(row).containsPattern(meaning));
    assertThat(rows.stream().map(row -> meaning.matcher(row).replaceFirst("")))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void eachTypeIsExplainedUnlessItSaysItAll() throws IOException {
    Set<String> plain = Set.of("text", "whole number", "path");
    Set<String> types = new TreeSet<>();
    AllOptions.TABLE.forEach(option -> types.add(option.form().type()));
    types.removeIf(type -> plain.contains(type) || type.contains(" or "));
    List<String> rows = rows("Options");
    assertThat(types)
        .hasSize(6)
        .allSatisfy(type -> assertThat(rows).anyMatch(row -> row.startsWith("| " + type + " | ")));
  }

  @Test
  void everyNameOnThePageIsAnOption() throws IOException {
    String page = Files.readString(PAGE);
    for (ConfigurationSource source : ConfigurationSource.values()) {
      Set<String> known =
          AllOptions.TABLE.stream().map(source::key).collect(Collectors.toCollection(TreeSet::new));
      Set<String> named = new TreeSet<>();
      Pattern.compile(Pattern.quote(source.prefix()) + "[A-Za-z_-]*[A-Za-z]")
          .matcher(page)
          .results()
          .filter(found -> !page.startsWith("io.", Math.max(0, found.start() - 3)))
          .forEach(found -> named.add(found.group()));
      named.removeIf(name -> !source.isOurs(name));
      named.remove("STREAMFLOW_ENV"); // followed by dots
      assertThat(named).isEqualTo(known);
    }
  }

  @Test
  void theContainersOnThePageAreRight() throws IOException {
    String page = Files.readString(PAGE);
    Map<String, String> kubernetes = new HashMap<>();
    Pattern.compile("- name: (\\w+)\n +value: \"([^\"]*)\"")
        .matcher(page)
        .results()
        .forEach(found -> kubernetes.put(found.group(1), found.group(2)));
    Map<String, String> compose = new HashMap<>();
    Pattern.compile("\n  (STREAMFLOW_\\w+): \"([^\"]*)\"")
        .matcher(page)
        .results()
        .forEach(found -> compose.put(found.group(1), found.group(2)));
    assertThat(kubernetes).hasSizeGreaterThan(5);
    assertThat(compose).hasSizeGreaterThan(3);
    for (Map<String, String> variables : List.of(kubernetes, compose)) {
      JobOptions options = JobOptions.defaults().configured(Configuration.environment(variables));
      assertThat(options.problems()).isEmpty();
      assertThat(options.name()).isEqualTo("orders");
    }
  }

  @Test
  void theRefusalOnThePageIsTheOneThatComes() throws IOException {
    JobOptions options =
        JobOptions.defaults()
            .configured(Configuration.of(Map.of("streamflow.checkpoint-interval", "10")))
            .configured(
                Configuration.environment(
                    Map.of("STREAMFLOW_PARALLELISM", "0", "STREAMFLOW_RESTART", "5 1s")));
    assertThat(Files.readString(PAGE))
        .contains(
            "```\n"
                + new StreamFlowException.InvalidPipeline(options.problems()).getMessage()
                + "\n```");
  }
}
