package io.streamflow.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.SinkContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSinkRollingTest {
  @TempDir Path temp;
  private final AtomicLong nanos = new AtomicLong();
  private Path dir;
  private FileSink<String> sink;

  @BeforeEach
  void sink() {
    dir = temp.resolve("out");
    sink = FileSink.lines(dir);
  }

  private CommittingSinkWriter<String> open(FileSink<String> target, long restored)
      throws Exception {
    OptionalLong epoch = restored < 0 ? OptionalLong.empty() : OptionalLong.of(restored);
    return (CommittingSinkWriter<String>)
        target.open(new SinkContext("job", "sink", 0, 1, epoch), nanos::get);
  }

  private List<String> names() throws Exception {
    return List.copyOf(PartText.files(dir).keySet());
  }

  private static void write(CommittingSinkWriter<String> writer, String... lines) throws Exception {
    for (String line : lines) {
      writer.write(line);
    }
  }

  @Test
  void bySizeOverCheckpointsAndWithinThem() throws Exception {
    try (CommittingSinkWriter<String> writer = open(sink.rolling(Rolling.bySize(6)), 0)) {
      write(writer, "a");
      writer.commit(1, writer.prepare(1));
      writer.commit(2, writer.prepare(2));
      assertThat(names()).containsExactly(".part-0-1.txt.open", ".part-0.txt.open");
      write(writer, "b", "c", "d");
      assertThat(names())
          .containsExactly(".part-0-1.txt.pending", ".part-0-3.txt.open", ".part-0.txt.open");
      write(writer, "e", "f", "g");
      byte[] third = writer.prepare(3);
      assertThat(PartText.visible(dir)).isEmpty();
      writer.commit(3, third);
      assertThat(names())
          .containsExactly(
              ".part-0-3_1.txt.open", ".part-0.txt.open", "part-0-1.txt", "part-0-3.txt");
      assertThat(PartText.lines(dir.resolve("part-0-1.txt"))).containsExactly("a", "b", "c");
    }
    // What is left of the end of a job is visible, too.
    assertThat(names()).containsExactly("part-0-1.txt", "part-0-3.txt", "part-0-3_1.txt");
    assertThat(PartText.visible(dir)).containsExactly("a", "b", "c", "d", "e", "f", "g");
  }

  @Test
  void byAge() throws Exception {
    FileSink<String> rolling = sink.rolling(Rolling.byAge(Duration.ofSeconds(10)));
    try (CommittingSinkWriter<String> writer = open(rolling, 0)) {
      nanos.set(TimeUnit.SECONDS.toNanos(5));
      write(writer, "a");
      nanos.set(TimeUnit.SECONDS.toNanos(14));
      writer.commit(1, writer.prepare(1));
      assertThat(PartText.visible(dir)).isEmpty();
      write(writer, "b");
      nanos.set(TimeUnit.SECONDS.toNanos(15));
      writer.commit(2, writer.prepare(2));
      assertThat(PartText.visible(dir)).containsExactly("a", "b");
      write(writer, "c");
      nanos.set(TimeUnit.SECONDS.toNanos(25));
      writer.flush(); // in a pause of the input
      assertThat(names()).contains(".part-0-3.txt.pending");
      writer.commit(3, writer.prepare(3));
      assertThat(names()).containsExactly(".part-0.txt.open", "part-0-1.txt", "part-0-3.txt");
    }
  }

  @Test
  void aJobWithoutCheckpointsShowsAllAtItsEnd() throws Exception {
    try (CommittingSinkWriter<String> writer = open(sink.rolling(Rolling.bySize(3)), -1)) {
      write(writer, "a", "b", "c");
      byte[] prepared = writer.prepare(1);
      assertThat(PartText.visible(dir)).isEmpty();
      writer.commit(1, prepared);
      assertThat(names()).containsExactly(".part-0.txt.open", "part-0-1.txt", "part-0-1_1.txt");
    }
    Path torn = Files.writeString(dir.resolve(".part-0-1_7.txt.open"), "torn");
    open(sink.replaceExisting(), -1).close();
    assertThat(torn).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCrashLeavesWhatTheCheckpointCovers(boolean gzip) throws Exception {
    FileSink<String> rolling = sink.rolling(Rolling.bySize(1_000));
    rolling = gzip ? rolling.gzip() : rolling;
    byte[] first;
    byte[] second;
    try (CommittingSinkWriter<String> writer = open(rolling, 0)) {
      write(writer, "a1", "b1");
      first = writer.prepare(1);
      writer.commit(1, first);
      write(writer, "c2");
      writer.flush();
      second = writer.prepare(2); // stored or not: that is known after the crash
      write(writer, "d3");
      writer.flush();
      PartText.copy(dir, temp.resolve("before2"));
      PartText.copy(dir, temp.resolve("after2"));
    }
    assertThat(names()).as("closed before it was known").allMatch(name -> name.startsWith(".part"));

    recover(rolling, "before2", 1, first, List.of("a1", "b1"));
    recover(rolling, "after2", 2, second, List.of("a1", "b1", "c2"));
  }

  private void recover(
      FileSink<String> like, String place, long epoch, byte[] prepared, List<String> expected)
      throws Exception {
    dir = temp.resolve(place);
    FileSink<String> rolling = FileSink.lines(dir).rolling(Rolling.bySize(1_000));
    rolling = like.description().endsWith(".gz") ? rolling.gzip() : rolling;
    for (int attempt = 0; attempt < 2; attempt++) {
      try (CommittingSinkWriter<String> writer = open(rolling, epoch)) {
        writer.commit(epoch, prepared);
        writer.commit(epoch, prepared);
        assertThat(PartText.visible(dir)).isEqualTo(expected);
        assertThat(names()).filteredOn(name -> name.startsWith(".")).hasSize(1);
        write(writer, "never prepared");
      }
    }
    assertThat(CollectedOutput.all(FileSource.lines(dir + "/*")).items).isEqualTo(expected);
    if (rolling.description().endsWith(".gz")) {
      gunzip(dir.resolve("part-0-1.txt.gz"));
    }
  }

  private static void gunzip(Path file) throws Exception {
    Process process = new ProcessBuilder("gzip", "-t", file.toString()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void anOlderCheckpointCutsWhatCameAfterIt() throws Exception {
    byte[] first;
    try (CommittingSinkWriter<String> writer = open(sink.rolling(Rolling.bySize(1_000)), 0)) {
      write(writer, "a1");
      first = writer.prepare(1);
      writer.commit(1, first);
      write(writer, "b2");
      writer.commit(2, writer.prepare(2));
    }
    assertThat(PartText.visible(dir)).containsExactly("a1", "b2");
    try (CommittingSinkWriter<String> writer = open(sink, 1)) {
      assertThatThrownBy(() -> writer.commit(1, first))
          .hasMessageContaining(dir.resolve("part-0-1.txt").toString())
          .hasMessageContaining("begin at byte 3")
          .hasMessageContaining("replaceExisting()");
    }
    try (CommittingSinkWriter<String> writer = open(sink.replaceExisting(), 1)) {
      writer.commit(1, first);
    }
    assertThat(PartText.visible(dir)).containsExactly("a1");
  }

  @Test
  void anOlderEpochsKnowledgeOfAFileIsNotUsed() throws Exception {
    byte[] first;
    byte[] second;
    try (CommittingSinkWriter<String> writer = open(sink.rolling(Rolling.bySize(1_000)), 0)) {
      write(writer, "a1");
      first = writer.prepare(1);
      write(writer, "b2");
      second = writer.prepare(2);
    }
    try (CommittingSinkWriter<String> writer = open(sink, 2)) {
      writer.commit(2, first);
      writer.commit(2, second);
      writer.commit(2, first);
    }
    assertThat(PartText.visible(dir)).containsExactly("a1", "b2");
  }

  @Test
  void aFileShorterThanWhatWasPreparedIsNoticed() throws Exception {
    byte[] first;
    try (CommittingSinkWriter<String> writer = open(sink.rolling(Rolling.bySize(1_000)), 0)) {
      write(writer, "a1");
      first = writer.prepare(1);
    }
    Files.writeString(dir.resolve(".part-0-1.txt.open"), "a");
    try (CommittingSinkWriter<String> writer = open(sink, 1)) {
      assertThatThrownBy(() -> writer.commit(1, first))
          .hasMessageContaining(".part-0-1.txt.open")
          .hasMessageContaining("less than the 3 bytes");
    }
  }

  @Test
  void afterAWriteThatFailedNothingIsTaken() throws Exception {
    CommittingSinkWriter<String> writer = open(sink.rolling(Rolling.bySize(1_000)), 0);
    write(writer, "a");
    writer.commit(1, writer.prepare(1));
    write(writer, "b");
    Thread.currentThread().interrupt();
    assertThatThrownBy(writer::flush).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(() -> writer.write("c")).hasMessageContaining("written before are lost");
    assertThatThrownBy(() -> writer.prepare(2)).hasMessageContaining("written before are lost");
    writer.close();
    assertThat(PartText.visible(dir)).containsExactly("a");
  }

  @Test
  void rulesAreChecked() {
    for (Duration age : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      assertThatThrownBy(() -> Rolling.byAge(age)).hasMessageContaining("positive");
    }
    assertThatThrownBy(() -> Rolling.bySize(0)).hasMessageContaining("room");
    assertThat(Rolling.byAge(Duration.ofSeconds(Long.MAX_VALUE)).endsByAge(Long.MAX_VALUE - 1))
        .isFalse();
  }
}
