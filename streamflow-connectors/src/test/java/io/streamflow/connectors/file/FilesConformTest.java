package io.streamflow.connectors.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamflow.connectors.json.Json;
import io.streamflow.function.IndexFunction;
import io.streamflow.spi.Sink;
import io.streamflow.testing.ConformanceCheck;
import io.streamflow.testing.SinkConformance;
import io.streamflow.testing.SinkTarget;
import io.streamflow.testing.SourceConformance;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files as sources and as sinks keep the contract. */
class FilesConformTest {
  record Row(long id, String text) {}

  private static final List<String> ITEMS =
      IntStream.range(0, 30).mapToObj(i -> "item " + i).toList();

  /** Each forces many files to the disk. */
  private static final int SEEDS = 5;

  private static final Pattern PART =
      Pattern.compile(".*part-\\d+-(\\d+)(?:_(\\d+))?\\.\\w+(?:\\.gz)?");

  @TempDir Path directory;
  private Path input;

  @BeforeEach
  void makeInput() throws IOException {
    input = Files.createDirectory(directory.resolve("in"));
  }

  private static Stream<DynamicTest> tests(List<ConformanceCheck> checks) {
    return checks.stream().map(check -> DynamicTest.dynamicTest(check.name(), check::run));
  }

  private void write(String name, String text) throws IOException {
    try (OutputStream file = Files.newOutputStream(input.resolve(name));
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
      out.write(text.getBytes(UTF_8));
    }
  }

  private static String lines(List<String> items) {
    return String.join("\n", items) + "\n";
  }

  @TestFactory
  Stream<DynamicTest> linesOfSeveralFiles() throws IOException {
    write("a.txt", lines(ITEMS.subList(0, 12)));
    write("b.txt", String.join("\r\n", ITEMS.subList(12, 29)));
    write("c.txt", "");
    write("d.txt", ITEMS.get(29));
    return tests(
        SourceConformance.bounded(() -> FileSource.lines(input + "/*.txt"), ITEMS).checks());
  }

  @TestFactory
  Stream<DynamicTest> compressedLines() throws IOException {
    write("a.gz", lines(ITEMS.subList(0, 20)));
    write("b.gz", lines(ITEMS.subList(20, 30)));
    return tests(
        SourceConformance.bounded(() -> FileSource.lines(input + "/*.gz"), ITEMS).checks());
  }

  @TestFactory
  Stream<DynamicTest> followedLines() throws IOException {
    write("a.log", lines(ITEMS.subList(0, 12)));
    write("b.log", lines(ITEMS.subList(12, 30)) + "not yet whole");
    return tests(
        SourceConformance.unbounded(() -> FileSource.lines(input + "/*.log").follow(), ITEMS)
            .checks());
  }

  @TestFactory
  Stream<DynamicTest> records() throws IOException {
    List<Row> rows = new ArrayList<>();
    StringBuilder text = new StringBuilder("text,id\n");
    for (int i = 0; i < 20; i++) {
      rows.add(new Row(i, "line one\nline \"" + i + "\""));
      text.append("\"line one\nline \"\"").append(i).append("\"\"\",").append(i).append("\n");
      text.append(i % 7 == 3 ? "bad,not a number\n" : "");
    }
    write("rows.csv", text.toString());
    return tests(
        SourceConformance.bounded(() -> FileSource.csv(input.resolve("rows.csv"), Row.class), rows)
            .rejecting(3)
            .checks());
  }

  @TestFactory
  Stream<DynamicTest> jsonLines() throws IOException {
    List<Row> rows = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      rows.add(new Row(i, "text " + i));
      text.append("{\"id\": ").append(i).append(", \"text\": \"text ").append(i).append("\"}\n");
      text.append(i % 7 == 3 ? "{garbage\n\n" : "");
    }
    write("rows.jsonl", text.toString());
    return tests(
        SourceConformance.bounded(
                () -> FileSource.jsonLines(input.resolve("rows.jsonl"), Row.class), rows)
            .rejecting(3)
            .checks());
  }

  private <T> SinkConformance<T> sinks(
      Function<Path, Sink<T>> sink, IndexFunction<T> item, Function<String, T> read) {
    return SinkConformance.of(
            () -> {
              Path out = Files.createTempDirectory(directory, "out");
              return SinkTarget.of(sink.apply(out), () -> shown(out, read));
            },
            item)
        .seeds(SEEDS);
  }

  /** What is visible, in the order in which its files were begun. */
  private static <T> List<T> shown(Path out, Function<String, T> read) throws IOException {
    List<Path> files =
        PartText.files(out).values().stream()
            .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
            .sorted(Comparator.comparingLong(FilesConformTest::age))
            .toList();
    List<T> items = new ArrayList<>();
    for (Path file : files) {
      for (String line : PartText.lines(file)) {
        if (!line.equals("id,text")) {
          items.add(read.apply(line));
        }
      }
    }
    return items;
  }

  private static long age(Path file) {
    Matcher name = PART.matcher(file.toString());
    if (!name.matches()) {
      throw new AssertionError("what is " + file + "?");
    }
    long number = name.group(2) == null ? 0 : Long.parseLong(name.group(2));
    return Long.parseLong(name.group(1)) * 1_000_000 + number;
  }

  @TestFactory
  Stream<DynamicTest> linesPerCheckpoint() {
    return tests(
        sinks(FileSink::lines, i -> "item " + i, line -> line).refusing("two\nlines").checks());
  }

  @TestFactory
  Stream<DynamicTest> linesBySize() {
    return tests(
        sinks(
                out -> FileSink.lines(out).rolling(Rolling.bySize(40)),
                i -> "item " + i,
                line -> line)
            .showingLater()
            .refusing("two\nlines")
            .checks());
  }

  @TestFactory
  Stream<DynamicTest> compressedInPartitions() {
    return tests(
        sinks(
                out ->
                    FileSink.lines(out)
                        .partitionBy(item -> "p" + item.charAt(item.length() - 1))
                        .maxOpenFiles(3)
                        .gzip(),
                i -> "item " + i,
                line -> line)
            .unordered()
            .refusing("no directory /")
            .checks());
  }

  @TestFactory
  Stream<DynamicTest> compressedBySize() {
    return tests(
        sinks(
                out -> FileSink.lines(out).gzip().rolling(Rolling.bySize(60)),
                i -> "item " + i,
                line -> line)
            .showingLater()
            .checks());
  }

  @TestFactory
  Stream<DynamicTest> csvPerCheckpoint() {
    return tests(
        sinks(
                out -> FileSink.csv(out, Row.class),
                i -> new Row(i, "text " + i),
                line -> {
                  int comma = line.indexOf(',');
                  String text = line.substring(comma + 1);
                  return new Row(Long.parseLong(line.substring(0, comma)), text.replace("\"", ""));
                })
            .checks());
  }

  @TestFactory
  Stream<DynamicTest> jsonLinesPerCheckpoint() {
    Json<Row> json = Json.of(Row.class);
    return tests(
        sinks(out -> FileSink.jsonLines(out, Row.class), i -> new Row(i, "text " + i), json::parse)
            .checks());
  }
}
