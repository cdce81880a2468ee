package io.streamflow.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.local.Sources;
import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.SinkContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkPartitionTest {
  @TempDir Path temp;
  private Path dir;

  /** Of items such as {@code a/b:text}, which go to the partition before the colon. */
  private FileSink<String> sink;

  @BeforeEach
  void sink() {
    dir = temp.resolve("out");
    sink =
        FileSink.lines(dir)
            .partitionBy(item -> item.substring(0, item.lastIndexOf(':')).replace('¶', '\n'));
  }

  private static CommittingSinkWriter<String> open(
      FileSink<String> sink, int subtask, int parallelism, long restored) throws Exception {
    OptionalLong epoch = OptionalLong.of(restored);
    return (CommittingSinkWriter<String>)
        sink.open(new SinkContext("job", "sink", subtask, parallelism, epoch));
  }

  private List<String> names() throws Exception {
    return List.copyOf(PartText.files(dir).keySet());
  }

  @Test
  void eachPartitionHasFilesOfItsOwn() throws Exception {
    try (CommittingSinkWriter<String> writer = open(sink, 0, 1, 0)) {
      for (String item : List.of("day=1/page-3:a", "day=1/page-4:b", "day=1/page-3:c", "ü:d")) {
        writer.write(item);
      }
      byte[] prepared = writer.prepare(1);
      assertThat(PartText.visible(dir)).isEmpty();
      writer.commit(1, prepared);
      writer.write("day=1/page-3:e");
      writer.commit(2, writer.prepare(2));
    }
    assertThat(names())
        .containsExactlyInAnyOrder(
            "day=1/page-3/part-0-1.txt",
            "day=1/page-3/part-0-2.txt",
            "day=1/page-4/part-0-1_1.txt",
            "ü/part-0-1_2.txt");
    assertThat(PartText.lines(dir.resolve("day=1/page-3/part-0-1.txt")))
        .containsExactly("day=1/page-3:a", "day=1/page-3:c");
    assertThat(CollectedOutput.all(FileSource.lines(dir.resolve("ü/part-0-1_2.txt"))).items)
        .containsExactly("ü:d");
    assertThat(FileSource.lines(dir + "/**.txt").partitions()).hasSize(4);
    assertThat(sink.description()).isEqualTo("files " + dir.resolve("**/part-*.txt"));
  }

  @Test
  void pathsThatLeadElsewhereAreRefusedOneByOne() throws Exception {
    List<String> paths = new ArrayList<>();
    paths.addAll(List.of("", "/etc", "..", "a/../..", "a/..", ".", "a/./b", "a//b", "a/", "a\0b"));
    paths.addAll(List.of("a\\b", "C:\\x", ".hidden", "a/.open", "a¶b", "a\tb", "part-0-1.txt"));
    paths.add("x".repeat(256));
    paths.add("ü".repeat(128));
    paths.add("x/".repeat(600) + "x");
    try (CommittingSinkWriter<String> writer = open(sink, 0, 1, 0)) {
      for (String path : paths) {
        assertThatThrownBy(() -> writer.write(path + ":x"))
            .as(path)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("cannot write to partition \"")
            .message()
            .hasSizeLessThan(300)
            .matches("\\P{Cntrl}*");
      }
      assertThat(names()).containsExactly(".part-0.txt.open");
      writer.write("x".repeat(255) + "/" + "y".repeat(255) + ":ok");
      writer.write("a..b/c:ok");
      writer.commit(1, writer.prepare(1));
    }
    assertThat(PartText.visible(dir)).hasSize(2);
    assertThat(PartText.files(temp).keySet()).allMatch(name -> name.startsWith("out/"));
  }

  @Test
  void aBadPathIsTheItemsOwnTrouble() throws Exception {
    Stream.from(Sources.of("ok:1", "../evil:2", "ok:3"))
        .to("files", sink)
        .run(
            JobOptions.defaults()
                .onError(
                    OnError.deadLetter(
                        FileSink.lines(temp.resolve("dead"))
                            .compose(failed -> failed.item().toString()))));
    assertThat(PartText.visible(dir)).containsExactly("ok:1", "ok:3");
    assertThat(PartText.visible(temp.resolve("dead"))).containsExactly("../evil:2");
  }

  @Test
  void morePartitionsThanFilesMayBeOpen() throws Exception {
    try (CommittingSinkWriter<String> writer = open(sink.maxOpenFiles(2), 0, 1, 0)) {
      for (String item : List.of("a:1", "b:1", "a:2", "c:1")) {
        writer.write(item);
      }
      assertThat(names())
          .containsExactlyInAnyOrder(
              ".part-0.txt.open",
              "a/.part-0-1.txt.open",
              "b/.part-0-1_1.txt.pending",
              "c/.part-0-1_2.txt.open");
      writer.write("b:2");
      writer.commit(1, writer.prepare(1));
    }
    assertThat(names())
        .containsExactly(
            "a/part-0-1.txt", "b/part-0-1_1.txt", "b/part-0-1_3.txt", "c/part-0-1_2.txt");
    assertThat(PartText.visible(dir)).containsExactly("a:1", "a:2", "b:1", "b:2", "c:1");
  }

  @Test
  void thousandsOfPartitionsWeighLittleInACheckpoint() throws Exception {
    FileSink<String> many = sink.maxOpenFiles(20).rolling(Rolling.bySize(1_000_000));
    byte[] prepared;
    try (CommittingSinkWriter<String> writer = open(many, 0, 1, 0)) {
      for (int i = 0; i < 1_000; i++) {
        writer.write("day=2026-01-01/page-" + i + ":x");
      }
      prepared = writer.prepare(1);
      assertThat(prepared).hasSizeLessThan(10_000);
      assertThat(writer.prepare(1)).isEqualTo(prepared);
    }
    try (CommittingSinkWriter<String> writer = open(many, 0, 1, 1)) {
      writer.commit(1, prepared);
      assertThat(PartText.visible(dir)).hasSize(1_000);
    }
    assertThat(names()).hasSize(1_000).noneMatch(name -> name.contains("/."));
  }

  @Test
  void partitionsThatAFileSystemMayTakeForOneAreNotMixedUp() throws Exception {
    try (CommittingSinkWriter<String> writer = open(sink, 0, 1, 0)) {
      for (String item : List.of("a:1", "A:2", "a.:3")) {
        writer.write(item);
      }
      writer.commit(1, writer.prepare(1));
    }
    assertThat(PartText.visible(dir)).containsExactly("A:2", "a.:3", "a:1");
    // Where they share a directory, their files have names of their own.
    assertThat(PartText.files(dir).values())
        .extracting(file -> file.getFileName().toString())
        .doesNotHaveDuplicates();
  }

  @Test
  void aPartitionThatCannotBeWrittenFailsItsItemsAlone() throws Exception {
    Files.createDirectories(dir);
    Files.writeString(dir.resolve("file"), "x");
    Path readOnly = Files.createDirectory(dir.resolve("read-only"));
    try (CommittingSinkWriter<String> writer = open(sink, 0, 1, 0)) {
      writer.write("ok:1");
      assertThatThrownBy(() -> writer.write("file:x"))
          .hasMessageContaining(dir.resolve("file").toString())
          .hasMessageContaining("it is a file");
      assertThatThrownBy(() -> writer.write("file/below:x"))
          .hasMessageContaining(dir.resolve("file/below").toString());
      assertThat(readOnly.toFile().setWritable(false)).isTrue();
      if (!Files.isWritable(readOnly)) { // root may write everywhere
        assertThatThrownBy(() -> writer.write("read-only:x"))
            .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> writer.write("read-only/below:x"))
            .hasMessageContaining(readOnly.resolve("below").toString());
      }
      writer.write("ok:2");
      writer.commit(1, writer.prepare(1));
    }
    assertThat(PartText.lines(dir.resolve("ok/part-0-1.txt"))).containsExactly("ok:1", "ok:2");
  }

  @Test
  void whatEarlierRunsHaveLeftBelowIsSeenToo() throws Exception {
    for (String name :
        List.of("a/.part-0-8.txt.open", "a/b/.part-3-9.txt.pending", "a/.part-1-7.txt.pending")) {
      Files.createDirectories(dir.resolve(name).getParent());
      Files.writeString(dir.resolve(name), "x\n");
    }
    open(sink, 0, 2, 7).close();
    assertThat(names()).containsExactly("a/.part-1-7.txt.pending");
    Files.writeString(dir.resolve("a/part-1-8_2.txt"), "x\n");
    assertThatThrownBy(() -> open(sink, 1, 2, 7))
        .hasMessageContaining(Path.of("a", "part-1-8_2.txt") + " of epoch 8");
    open(sink.replaceExisting(), 1, 2, 7).close();
    assertThat(names()).containsExactly("a/.part-1-7.txt.pending");
  }

  @Test
  void whatNoWriterHasPreparedIsNotCommitted() throws Exception {
    try (CommittingSinkWriter<String> writer = open(sink, 0, 1, 1)) {
      for (String name : List.of("../part-0-1.txt", "a/../../part-0-1.txt", "a/other", "/a/b")) {
        assertThatThrownBy(() -> writer.commit(1, name.getBytes(StandardCharsets.UTF_8)))
            .hasMessageContaining("not a file of this sink");
      }
    }
  }

  @Test
  void theBoundIsChecked() {
    assertThatThrownBy(() -> sink.maxOpenFiles(0)).hasMessageContaining("maxOpenFiles");
  }
}
