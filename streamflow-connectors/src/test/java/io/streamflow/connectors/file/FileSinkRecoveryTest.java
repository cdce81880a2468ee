package io.streamflow.connectors.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.SinkContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkRecoveryTest {
  @TempDir Path temp;
  private Path dir;
  private FileSink<String> sink;

  @BeforeEach
  void sink() throws Exception {
    dir = Files.createDirectory(temp.resolve("out"));
    sink = FileSink.lines(dir);
  }

  private static CommittingSinkWriter<String> open(
      FileSink<String> sink, int subtask, int parallelism, long restored) throws Exception {
    OptionalLong epoch = OptionalLong.of(restored);
    return (CommittingSinkWriter<String>)
        sink.open(new SinkContext("job", "sink", subtask, parallelism, epoch));
  }

  private void has(String... names) throws Exception {
    for (String name : names) {
      Files.writeString(dir.resolve(name), "x\n");
    }
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aJobThatStartsAnewRemovesWhatNobodyWillCommit() throws Exception {
    has(".part-0.txt.open", ".part-0-1.txt.pending", ".part-1-1.txt.pending", ".part-2.txt.open");
    has(".part-2-7.txt.pending", ".other-0-1.txt.pending");
    open(sink, 0, 2, 0).close();
    assertThat(names()).containsExactly(".other-0-1.txt.pending", ".part-1-1.txt.pending");
    open(sink, 1, 2, 0).close();
    assertThat(names()).containsExactly(".other-0-1.txt.pending");
  }

  @Test
  void aJobThatStartsAnewRefusesResultsAndThenRemovesNothing() throws Exception {
    has(".part-0-2.txt.pending", "part-0-1.txt");
    assertThatThrownBy(() -> open(sink, 0, 1, 0))
        .hasMessageContaining(dir.toString())
        .hasMessageContaining("part-0-1.txt of an earlier run")
        .hasMessageContaining("replaceExisting()");
    assertThat(names()).containsExactly(".part-0-2.txt.pending", "part-0-1.txt");
    open(sink.replaceExisting(), 0, 1, 0).close();
    assertThat(names()).isEmpty();
  }

  @Test
  void aJobThatGoesOnKeepsWhatItsCheckpointCovers() throws Exception {
    for (FileSink<String> going : List.of(sink, sink.replaceExisting())) {
      has(".part-0.txt.open", ".part-0-7.txt.pending", ".part-3-7.txt.pending", "part-0-6.txt");
      has(".part-0-8.txt.pending", ".part-3-10.txt.pending", ".part-3.txt.open", "part-3-1.txt");
      open(going, 0, 2, 7).close();
      assertThat(names())
          .containsExactly(
              ".part-0-7.txt.pending", ".part-3-7.txt.pending", "part-0-6.txt", "part-3-1.txt");
    }
  }

  @Test
  void resultsAfterTheCheckpointAreRefusedOrReplaced() throws Exception {
    has("part-0-6.txt", "part-0-7.txt", "part-5-8.txt", ".part-0-9.txt.pending");
    assertThatThrownBy(() -> open(sink, 0, 2, 7))
        .hasMessage(
            "cannot write to %s: it holds part-5-8.txt of epoch 8, but the job goes on from the"
                    .formatted(dir)
                + " earlier epoch 7 and would write the same items again; move the files of later"
                + " epochs away, choose another directory or prefix(...), or set"
                + " replaceExisting(), which removes just these");
    assertThat(names()).hasSize(4);
    open(sink.replaceExisting(), 0, 2, 7).close();
    assertThat(names()).containsExactly("part-0-6.txt", "part-0-7.txt");
  }

  @Test
  void anEpochOfTheCheckpointIsNotPreparedAgain() throws Exception {
    has(".part-0-7.txt.pending");
    try (CommittingSinkWriter<String> writer = open(sink, 0, 1, 7)) {
      writer.commit(7, "part-0-7.txt".getBytes(UTF_8));
      writer.write("a");
      assertThatThrownBy(() -> writer.prepare(7)).hasMessageContaining("cannot be prepared");
      writer.commit(8, writer.prepare(8));
    }
    assertThat(names()).containsExactly("part-0-7.txt", "part-0-8.txt");
  }

  @Test
  void aResultThatWasTakenAwayIsMissed() throws Exception {
    try (CommittingSinkWriter<String> writer = open(sink, 0, 1, 7)) {
      assertThatThrownBy(() -> writer.commit(7, "part-0-7.txt".getBytes(UTF_8)))
          .hasMessageContaining(dir.resolve("part-0-7.txt").toString())
          .hasMessageContaining(dir.resolve(".part-0-7.txt.pending").toString())
          .hasMessageContaining("put it back");
    }
  }

  @Test
  void whatALiveJobHasMadeIsSafeFromAnother() throws Exception {
    try (CommittingSinkWriter<String> live = open(sink, 0, 1, 0)) {
      live.write("a");
      live.commit(1, live.prepare(1));
      live.write("b");
      byte[] second = live.prepare(2);
      List<String> before = names();
      for (long restored : new long[] {0, 1, 5}) {
        for (FileSink<String> other : List.of(sink, sink.replaceExisting())) {
          assertThatThrownBy(() -> open(other, 0, 1, restored))
              .hasMessageContaining(dir.toString())
              .hasMessageContaining("another writer holds it");
        }
      }
      assertThat(names()).isEqualTo(before);
      assertThat(lockedForOtherProcesses(dir.resolve(".part-0.txt.open"))).isTrue();
      live.commit(2, second);
    }
    assertThat(names()).containsExactly("part-0-1.txt", "part-0-2.txt");
  }

  @Test
  void aWriterThatHasLostItsPlaceDoesNotRemoveTheFileOfAnother() throws Exception {
    CommittingSinkWriter<String> first = open(sink, 0, 1, 0);
    first.write("a");
    Files.delete(dir.resolve(".part-0-1.txt.open"));
    assertThatThrownBy(() -> first.prepare(1)).hasMessageContaining("there is no such file");
    first.close();
    try (CommittingSinkWriter<String> second = open(sink, 0, 1, 0)) {
      first.close();
      assertThat(names()).containsExactly(".part-0.txt.open");
      second.write("b");
    }
  }

  @Test
  void aWriterInterruptedLeavesNothing() throws Exception {
    CommittingSinkWriter<String> writer = open(sink, 0, 1, 0);
    writer.write("a");
    Thread.currentThread().interrupt();
    assertThatThrownBy(writer::flush).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    writer.close();
    assertThat(names()).isEmpty();
    open(sink, 0, 1, 0).close();
  }

  /** Asks another JVM, since one JVM knows its own locks without asking the system. */
  private boolean lockedForOtherProcesses(Path file) throws Exception {
    Path program =
        Files.writeString(
            temp.resolve("TryLock.java"),
            """
            void main(String[] args) throws Exception {
              var write = java.nio.file.StandardOpenOption.WRITE;
              var path = java.nio.file.Path.of(args[0]);
              try (var channel = java.nio.channels.FileChannel.open(path, write)) {
                System.exit(channel.tryLock() == null ? 3 : 4);
              }
            }
            """);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process = new ProcessBuilder(java, program.toString(), file.toString()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isBetween(3, 4);
    return process.exitValue() == 3;
  }
}
