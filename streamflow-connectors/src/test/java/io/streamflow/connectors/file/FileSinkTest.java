package io.streamflow.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.streamflow.connectors.json.Json;
import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.SinkContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
  record Row(String name, int count) {}

  @TempDir Path temp;
  private Path dir;
  private FileSink<String> sink;

  @BeforeEach
  void sink() {
    dir = temp.resolve("out/deep");
    sink = FileSink.lines(dir);
  }

  private static <T> CommittingSinkWriter<T> open(FileSink<T> sink, int subtask, int parallelism)
      throws Exception {
    return (CommittingSinkWriter<T>)
        sink.open(new SinkContext("job", "sink", subtask, parallelism));
  }

  private CommittingSinkWriter<String> open() throws Exception {
    return open(sink, 0, 1);
  }

  /** All names in the directory, hidden ones too. */
  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> lines(String name) throws Exception {
    return Files.readAllLines(dir.resolve(name));
  }

  /** A whole run of one epoch. */
  private void run(FileSink<String> target, int subtask, int parallelism, String... items)
      throws Exception {
    try (CommittingSinkWriter<String> writer = open(target, subtask, parallelism)) {
      for (String item : items) {
        writer.write(item);
      }
      writer.flush();
      writer.commit(1, writer.prepare(1));
    }
  }

  @Test
  void aResultAppearsWhenItIsCommitted() throws Exception {
    try (CommittingSinkWriter<String> writer = open()) {
      assertThat(names()).containsExactly(".part-0.txt.open");
      writer.write("a");
      writer.write("ü€");
      writer.flush();
      assertThat(names()).containsExactly(".part-0-1.txt.open", ".part-0.txt.open");
      byte[] prepared = writer.prepare(1);
      assertThat(names()).containsExactly(".part-0-1.txt.pending", ".part-0.txt.open");
      writer.commit(1, prepared);
      assertThat(names()).containsExactly(".part-0.txt.open", "part-0-1.txt");
    }
    assertThat(names()).containsExactly("part-0-1.txt");
    assertThat(lines("part-0-1.txt")).containsExactly("a", "ü€");
    assertThat(sink.guarantee()).isEqualTo(Guarantee.COMMITTING);
  }

  @Test
  void whatIsUnfinishedIsNoInput() throws Exception {
    try (CommittingSinkWriter<String> writer = open()) {
      writer.write("a");
      writer.prepare(1);
      assertThatThrownBy(() -> FileSource.lines(dir + "/*").partitions())
          .hasMessageContaining("no file matches");
    }
  }

  @Test
  void longAndManyItems() throws Exception {
    String big = "b".repeat(200_000);
    String fitting = "f".repeat(64 * 1024 - 1);
    String justTooLong = "j".repeat(64 * 1024);
    String[] items = new String[10_000];
    for (int i = 0; i < items.length; i++) {
      items[i] =
          i % 1000 == 0 ? big : i % 999 == 0 ? fitting : i % 998 == 0 ? justTooLong : "i" + i;
    }
    run(sink, 0, 1, items);
    assertThat(lines("part-0-1.txt")).containsExactly(items);
  }

  @Test
  void severalEpochsOneFileEachAndNoneWhenNothingWasWritten() throws Exception {
    try (CommittingSinkWriter<String> writer = open()) {
      writer.write("a");
      byte[] first = writer.prepare(1);
      writer.write("b");
      byte[] second = writer.prepare(2);
      byte[] third = writer.prepare(3);
      writer.write("d");
      byte[] fourth = writer.prepare(4);
      assertThat(third).isEmpty();
      writer.commit(1, first);
      writer.commit(2, second);
      writer.commit(3, third);
      writer.commit(4, fourth);
      writer.write("never prepared");
    }
    assertThat(names()).containsExactly("part-0-1.txt", "part-0-2.txt", "part-0-4.txt");
    assertThat(lines("part-0-2.txt")).containsExactly("b");
  }

  @Test
  void nothingWrittenLeavesNothing() throws Exception {
    run(sink, 0, 1);
    assertThat(names()).isEmpty();
  }

  @Test
  void closeWithoutPrepareLeavesNothing() throws Exception {
    CommittingSinkWriter<String> writer = open();
    writer.write("a");
    writer.flush();
    writer.close();
    writer.close();
    assertThat(names()).isEmpty();
  }

  @Test
  void preparingAndCommittingTwiceChangesNothing() throws Exception {
    try (CommittingSinkWriter<String> writer = open()) {
      writer.write("a");
      byte[] prepared = writer.prepare(1);
      assertThat(writer.prepare(1)).isEqualTo(prepared);
      writer.commit(1, prepared);
      writer.commit(1, prepared);
      assertThat(writer.prepare(1)).isEqualTo(prepared);
      writer.commit(1, prepared);
      writer.write("b");
      assertThatThrownBy(() -> writer.prepare(1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> writer.prepare(0)).isInstanceOf(IllegalStateException.class);
    }
    assertThat(names()).containsExactly("part-0-1.txt");
    assertThat(lines("part-0-1.txt")).containsExactly("a");
  }

  @Test
  void anotherWriterCommitsAfterACrash() throws Exception {
    byte[] prepared;
    try (CommittingSinkWriter<String> crashed = open()) {
      crashed.write("a");
      prepared = crashed.prepare(1);
      crashed.write("lost");
    }
    assertThat(names()).containsExactly(".part-0-1.txt.pending");
    try (CommittingSinkWriter<String> recovered = open(sink, 1, 2)) {
      recovered.commit(1, prepared);
      recovered.commit(1, prepared);
    }
    assertThat(names()).containsExactly("part-0-1.txt");
    assertThat(lines("part-0-1.txt")).containsExactly("a");
  }

  @Test
  void anOpenFileThatACrashHasLeftIsReplaced() throws Exception {
    Files.createDirectories(dir);
    Files.writeString(dir.resolve(".part-0.txt.open"), "torn");
    run(sink, 0, 1, "a");
    assertThat(names()).containsExactly("part-0-1.txt");
    assertThat(lines("part-0-1.txt")).containsExactly("a");
  }

  @Test
  void aResultThatHasVanishedIsNotCommitted() throws Exception {
    try (CommittingSinkWriter<String> writer = open()) {
      writer.write("a");
      byte[] prepared = writer.prepare(1);
      Files.delete(dir.resolve(".part-0-1.txt.pending"));
      assertThatThrownBy(() -> writer.commit(1, prepared))
          .hasMessageContaining(dir.resolve("part-0-1.txt").toString())
          .hasMessageContaining("neither it nor");
      byte[] foreign = "../evil.txt".getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> writer.commit(1, foreign))
          .hasMessageContaining("not a file of this sink");
    }
  }

  @Test
  void earlierResultsAreRefused() throws Exception {
    run(sink, 0, 1, "a");
    assertThatThrownBy(this::open)
        .hasMessageContaining(dir.toString())
        .hasMessageContaining("part-0-1.txt")
        .hasMessageContaining("prefix(...)")
        .hasMessageContaining("replaceExisting()");
    assertThat(names()).containsExactly("part-0-1.txt");
    run(sink.prefix("other"), 0, 1, "b");
    run(sink.suffix(".csv"), 0, 1, "c");
    assertThat(names()).containsExactly("other-0-1.txt", "part-0-1.csv", "part-0-1.txt");
  }

  @Test
  void subtasksAboveTheParallelismAreSeenBySubtaskZero() throws Exception {
    run(sink, 5, 6, "old");
    assertThatThrownBy(() -> open(sink, 0, 2)).hasMessageContaining("part-5-1.txt");
  }

  @Test
  void replaceExistingRemovesTheFilesOfEarlierRunsAndNoOthers() throws Exception {
    for (int subtask = 0; subtask < 4; subtask++) {
      run(sink, subtask, 4, "old");
    }
    for (String leftover :
        List.of(".part-3.txt.open", ".part-1-9.txt.pending", ".part-3-9.txt.pending")) {
      Files.writeString(dir.resolve(leftover), "torn");
    }
    for (String foreign : List.of("part-0-1.csv", "part-x-1.txt", "part-0.txt", "partly-0-1.txt")) {
      Files.writeString(dir.resolve(foreign), "foreign");
    }
    FileSink<String> replacing = sink.replaceExisting();
    // One after the other: what the first has committed is safe from the second.
    run(replacing, 0, 2, "new 0");
    run(replacing, 1, 2, "new 1");
    assertThat(names())
        .containsExactly(
            "part-0-1.csv",
            "part-0-1.txt",
            "part-0.txt",
            "part-1-1.txt",
            "part-x-1.txt",
            "partly-0-1.txt");
    assertThat(lines("part-0-1.txt")).containsExactly("new 0");
    assertThat(lines("part-1-1.txt")).containsExactly("new 1");
  }

  @Test
  void writersOpenAtTheSameTime() throws Exception {
    FileSink<String> replacing = sink.replaceExisting();
    for (int round = 0; round < 20; round++) {
      List<Thread> threads =
          Stream.iterate(0, i -> i + 1)
              .limit(8)
              .map(subtask ->
                  Thread.ofVirtual()
                      .unstarted(() ->
                          assertThatCode(() -> run(replacing, subtask, 8, "x" + subtask))
                              .doesNotThrowAnyException()))
              .toList();
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(names()).hasSize(8).allMatch(name -> name.matches("part-\\d-1\\.txt"));
    }
  }

  @Test
  void twoSinksInOnePlaceAreFoundOut() throws Exception {
    for (FileSink<String> second : List.of(sink, sink.replaceExisting())) {
      try (CommittingSinkWriter<String> writer = open()) {
        writer.write("a");
        writer.flush();
        assertThatThrownBy(() -> open(second, 0, 1))
            .hasMessageContaining(dir.toString())
            .hasMessageContaining("another writer holds it");
        assertThat(names()).containsExactly(".part-0-1.txt.open", ".part-0.txt.open");
      }
    }
  }

  @Test
  void placesThatCannotBeWrittenAreNamed() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertThatThrownBy(() -> open(FileSink.lines(file), 0, 1))
        .hasMessage("cannot write to " + file + ": it is a file, not a directory");
    assertThatThrownBy(() -> open(FileSink.lines(file.resolve("below")), 0, 1))
        .hasMessageContaining(file.resolve("below").toString());
    Path readOnly = Files.createDirectory(temp.resolve("read-only"));
    assertThat(readOnly.toFile().setWritable(false)).isTrue();
    assumeFalse(Files.isWritable(readOnly), "root may write everywhere");
    assertThatThrownBy(() -> open(FileSink.lines(readOnly), 0, 1))
        .hasMessageContaining(readOnly.toString())
        .hasMessageContaining("permission denied");
  }

  @Test
  void anItemOfTwoLinesIsRefused() throws Exception {
    try (CommittingSinkWriter<String> writer = open()) {
      assertThatThrownBy(() -> writer.write("a\nb")).hasMessageContaining("line break");
      writer.write("c");
      writer.commit(1, writer.prepare(1));
    }
    assertThat(lines("part-0-1.txt")).containsExactly("c");
  }

  @Test
  void namesAreChecked() {
    for (String prefix : List.of("", ".x", "a/b", "a\\b")) {
      assertThatThrownBy(() -> sink.prefix(prefix)).isInstanceOf(IllegalArgumentException.class);
    }
    for (String suffix : List.of("/x", ".open", ".pending")) {
      assertThatThrownBy(() -> sink.suffix(suffix)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void jsonLinesRoundTripThroughASerializedSink() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(FileSink.jsonLines(dir, Json.of(Row.class)));
    }
    FileSink<Row> rows;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      rows = (FileSink<Row>) in.readObject();
    }
    List<Row> items = List.of(new Row("a\nb", 1), new Row("ü", 2));
    try (CommittingSinkWriter<Row> writer = open(rows, 0, 1)) {
      for (Row item : items) {
        writer.write(item);
      }
      writer.commit(1, writer.prepare(1));
    }
    assertThat(names()).containsExactly("part-0-1.jsonl");
    assertThat(CollectedOutput.all(FileSource.jsonLines(dir + "/*", Row.class)).items)
        .isEqualTo(items);
  }
}
