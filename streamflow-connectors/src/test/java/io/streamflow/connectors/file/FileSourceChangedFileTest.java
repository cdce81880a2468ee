package io.streamflow.connectors.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceReader;
import io.streamflow.spi.SourceReader.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not, on a restart, what they were. */
class FileSourceChangedFileTest {
  private static final String SAME_HEAD = "# a banner of every file\n".repeat(50);

  @TempDir Path dir;

  /** The offset after so many items of a source's only partition. */
  private static Offset after(int items, FileSource<String> source) throws Exception {
    String partition = source.partitions().getFirst();
    CollectedOutput<String> out = new CollectedOutput<>(items);
    try (SourceReader<String> reader = source.open(partition, Optional.empty())) {
      out.read(reader, 0);
      assertThat(out.items).hasSize(items);
      return reader.offset();
    }
  }

  private static List<String> rest(FileSource<String> source, Offset from) throws Exception {
    return CollectedOutput.all(source, source.partitions().getFirst(), Optional.of(from)).items;
  }

  @Test
  void aFileThatHasGrownByWholeLinesGoesOn() throws Exception {
    Path file = Files.writeString(dir.resolve("a.txt"), "1\n2\n");
    FileSource<String> source = FileSource.lines(file);
    Offset end = after(2, source);
    Files.writeString(file, "3\n", StandardOpenOption.APPEND);
    assertThat(rest(source, end)).containsExactly("3");
  }

  @Test
  void aLastLineThatHasBeenContinuedIsRefused() throws Exception {
    for (String last : List.of("half", "too long ".repeat(100_000))) {
      Path file = Files.writeString(dir.resolve("a.txt"), "1\n2\n" + last);
      FileSource<String> source = FileSource.lines(file).maxLineBytes(1000);
      Offset end;
      try (SourceReader<String> reader = source.open(file.toString(), Optional.empty())) {
        new CollectedOutput<String>(100).read(reader, 0);
        end = reader.offset();
      }
      assertThat(rest(source, end)).isEmpty();
      for (String more : List.of("\n", " and half\n")) {
        Files.writeString(file, "1\n2\n" + last + more);
        for (FileSource<String> any : List.of(source, source.follow())) {
          assertThatThrownBy(() -> any.open(file.toString(), Optional.of(end)))
              .hasMessageContaining(file.toString())
              .hasMessageContaining("its last line had no newline")
              .hasMessageContaining("cut the file after byte " + (4 + last.length()));
        }
      }
    }
  }

  @Test
  void aLastLineThatIsContinuedAfterItWasReadIsNoSecondLine() throws Exception {
    Path file = Files.writeString(dir.resolve("a.txt"), "1\nhalf");
    CollectedOutput<String> out = new CollectedOutput<>(2);
    try (SourceReader<String> reader =
        FileSource.lines(file).open(file.toString(), Optional.empty())) {
      assertThat(out.read(reader, 0)).isEqualTo(Status.OPEN);
      Files.writeString(file, " and half\n3\n", StandardOpenOption.APPEND);
      assertThat(out.read(reader, 0)).isEqualTo(Status.ENDED);
    }
    assertThat(out.items).containsExactly("1", "half");
  }

  @Test
  void aFileThatOnlyBeginsAlikeIsRefused() throws Exception {
    for (String name : List.of("a.txt", "a.gz")) {
      Path file = dir.resolve(name);
      write(file, SAME_HEAD + "one\ntwo\nthree\n");
      FileSource<String> source = FileSource.lines(file);
      Offset offset = after(52, source);
      write(file, SAME_HEAD + "uno\ndue\ntre\nquattro\n");
      assertThatThrownBy(() -> source.open(file.toString(), Optional.of(offset)))
          .hasMessageContaining(file.toString())
          .hasMessageContaining("now holds other data before byte " + (SAME_HEAD.length() + 8))
          .hasMessageContaining("put the former file back");
      write(file, SAME_HEAD + "one\ntwo\nIII\n");
      assertThat(rest(source, offset)).containsExactly("III");
    }
  }

  private static void write(Path file, String text) throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    Files.write(file, file.toString().endsWith(".gz") ? FileSourceResumeTest.gzip(bytes) : bytes);
  }

  @Test
  void aRotatedFileThatBeginsLikeItsSuccessorIsFound() throws Exception {
    Path log = Files.writeString(dir.resolve("app.log"), SAME_HEAD + "1\n2\n3\n");
    FileSource<String> source = FileSource.lines(log).follow();
    Offset offset = after(52, source);
    Files.move(log, dir.resolve("app.log.1"));
    Files.writeString(log, SAME_HEAD + "a\nb\nc\nd\n");
    CollectedOutput<String> out = new CollectedOutput<>(100);
    try (SourceReader<String> reader = source.open(log.toString(), Optional.of(offset))) {
      out.read(reader, 0);
      out.read(reader, 0);
    }
    assertThat(out.items).startsWith("3", "# a banner of every file").endsWith("c", "d");
  }

  @Test
  void ofSeveralRotationsTheFileReadBeforeAndTheNewestAreRead() throws Exception {
    Path log = Files.writeString(dir.resolve("app.log"), "1\n2\n");
    FileSource<String> source = FileSource.lines(log).follow();
    Offset offset = after(1, source);
    Files.move(log, dir.resolve("app.log.2"));
    Files.writeString(dir.resolve("app.log.1"), "in between\n");
    Files.writeString(log, "new\n");
    CollectedOutput<String> out = new CollectedOutput<>(100);
    try (SourceReader<String> reader = source.open(log.toString(), Optional.of(offset))) {
      out.read(reader, 0);
      out.read(reader, 0);
    }
    assertThat(out.items).containsExactly("2", "new");
  }

  /** Bytes come in pieces of chance, restarts and rotations in between. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aFollowedFileIsReadLineByLineThroughRestartsAndRotations(long seed) throws Exception {
    Random random = new Random(seed);
    Path log = Files.writeString(dir.resolve("app.log"), "");
    FileSource<String> source = FileSource.lines(log).follow();
    CollectedOutput<String> out = new CollectedOutput<>(1 + random.nextInt(5));
    List<String> expected = new ArrayList<>();
    SourceReader<String> reader = source.open(log.toString(), Optional.empty());
    for (int file = 1; file <= 5; file++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? SAME_HEAD : "");
      text.toString().lines().forEach(expected::add);
      for (int line = 0; line < 20; line++) {
        expected.add(file + ".é." + line);
        text.append(expected.getLast()).append(random.nextBoolean() ? "\n" : "\r\n");
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      for (int from = 0, to; from < bytes.length; from = to) {
        to = Math.min(bytes.length, from + 1 + random.nextInt(60));
        Files.write(log, Arrays.copyOfRange(bytes, from, to), StandardOpenOption.APPEND);
        for (int calls = random.nextInt(4); calls > 0; calls--) {
          out.read(reader, 0);
        }
        if (random.nextInt(4) == 0) {
          reader = restart(source, log, reader);
        }
      }
      // What is empty or was never begun cannot be known again once it has another name.
      while (out.items.size() <= expected.size() - 20) {
        out.read(reader, 0);
      }
      Files.move(log, dir.resolve("app.log." + file));
      Files.writeString(log, "");
      if (random.nextBoolean()) {
        reader = restart(source, log, reader);
      }
    }
    for (int calls = 0; calls < 500; calls++) {
      out.read(reader, 0);
    }
    reader.close();
    assertThat(out.items).isEqualTo(expected);
  }

  private static SourceReader<String> restart(
      FileSource<String> source, Path log, SourceReader<String> reader) throws Exception {
    Offset offset = reader.offset();
    reader.close();
    return source.open(log.toString(), Optional.of(offset));
  }

  @Test
  void filesComeAndGoBetweenRuns() throws Exception {
    Files.writeString(dir.resolve("a.txt"), "1\n");
    Path gone = Files.writeString(dir.resolve("b.txt"), "2\n");
    FileSource<String> source = FileSource.lines(dir + "/*.txt");
    assertThat(source.partitions()).endsWith(gone.toString()).hasSize(2);
    Files.delete(gone);
    Path added = Files.writeString(dir.resolve("c.txt"), "3\n");
    assertThat(source.partitions()).endsWith(added.toString()).hasSize(2);
    assertThatThrownBy(() -> source.open(gone.toString(), Optional.empty()))
        .hasMessageContaining(gone.toString())
        .hasMessageContaining("there is no such file");
  }
}
