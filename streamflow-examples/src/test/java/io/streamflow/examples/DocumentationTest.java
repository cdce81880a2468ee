package io.streamflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Compiles every Java snippet of the README and of docs/ against the library as it is. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String PREAMBLE =
      Snippets.IMPORTS
          + """
          class Snippet {
            record PageView(String page, Instant time) {}
            record Order(String id, String customer, double amount, Instant time) {}
            static List<Order> orderList = List.of();
            static MeterRegistry registry = Metrics.globalRegistry;
            static Job job;
          """;

  @TempDir Path output;

  @TestFactory
  List<DynamicTest> everySnippetCompiles() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (java.util.stream.Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages) {
      int number = 0;
      for (String code : Snippets.of(apart(Files.readString(page)))) {
        number++;
        tests.add(
            DynamicTest.dynamicTest(
                ROOT.relativize(page) + " snippet " + number,
                () -> assertThat(errors(code)).as(code).isEmpty()));
      }
    }
    assertThat(tests).hasSizeGreaterThan(5);
    return tests;
  }

  /** Without the part whose snippets belong together; {@link ConnectorDocumentationTest} has it. */
  private static String apart(String page) {
    int together = page.indexOf(ConnectorDocumentationTest.SECTION);
    return together < 0 ? page : page.substring(0, together);
  }

  @Test
  void theReadmeShowsWhatExplainPrints() throws IOException {
    record Order(String customer, double amount, Instant time) {}
    String explained =
        Stream.from(Sources.from(List.<Order>of()))
            .withEventTime(Order::time, EventTime.outOfOrderBy(Duration.ofSeconds(5)))
            .keyBy(Order::customer)
            .window(Windows.sliding(Duration.ofHours(1), Duration.ofMinutes(5)))
            .aggregate("order-stats", Aggregators.average(Order::amount))
            .to(Sinks.forEach(result -> {}))
            .explain(JobOptions.defaults().parallelism(2));
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains("<!-- explain -->\n```\n" + explained + "```");
  }

  /**
   * A snippet is either members of a class, or statements in which pipeline and orders are known.
   */
  private List<String> errors(String code) {
    boolean members =
        Pattern.compile("^(static|void|class) ", Pattern.MULTILINE).matcher(code).find();
    String inMethod =
        "  void run("
            + (code.contains("Pipeline pipeline =") ? "" : "Pipeline pipeline, ")
            + (code.contains("Stream<Order> orders =")
                ? "Object none"
                : code.contains("Sources.from(orders)")
                    ? "List<Order> orders"
                    : "Stream<Order> orders")
            + ") throws Exception {\n"
            + code
            + "  }\n";
    String source = PREAMBLE + (members ? code : inMethod) + "}\n";
    return Snippets.compile(source, output);
  }
}
