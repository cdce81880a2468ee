package io.streamflow.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceReader;
import io.streamflow.spi.SourceReader.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceFollowTest {
  @TempDir Path dir;
  private Path log;
  private SourceReader<String> reader;
  private final CollectedOutput<String> out = new CollectedOutput<>(1000);

  @BeforeEach
  void open() throws Exception {
    log = Files.writeString(dir.resolve("app.log"), "1\n2\n");
    reader = open(Optional.empty());
    assertThat(out.read(reader, 0)).isEqualTo(Status.OPEN);
    assertThat(out.items).containsExactly("1", "2");
  }

  @AfterEach
  void close() throws Exception {
    reader.close();
  }

  private SourceReader<String> open(Optional<Offset> from) throws Exception {
    return FileSource.lines(log).follow().open(log.toString(), from);
  }

  private void append(String text) throws Exception {
    Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void restart() throws Exception {
    Offset offset = reader.offset();
    reader.close();
    reader = open(Optional.of(offset));
  }

  /** Reads until so many items have come in all; the test's own time limit ends a wait in vain. */
  private List<String> upTo(int count) throws Exception {
    while (out.items.size() < count) {
      assertThat(out.read(reader, 10)).isEqualTo(Status.OPEN);
    }
    assertThat(out.read(reader, 0)).isEqualTo(Status.OPEN);
    return out.items;
  }

  @Test
  void readsWhatIsAddedOnceTheLineIsWhole() throws Exception {
    append("3\nhal");
    assertThat(upTo(3)).containsExactly("1", "2", "3");
    append("f\n");
    assertThat(upTo(4)).endsWith("half");
  }

  @Test
  void doesNotWaitWhenToldNotTo() throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertThat(out.read(reader, 0)).isEqualTo(Status.OPEN);
    }
    assertThat(System.nanoTime() - start).isLessThan(400_000_000L);
  }

  @Test
  void waitsForTheFirstItemButNoLongerThanAllowed() throws Exception {
    long start = System.nanoTime();
    assertThat(out.read(reader, 50)).isEqualTo(Status.OPEN);
    assertThat(System.nanoTime() - start).isGreaterThan(45_000_000L);
    FutureTask<Status> waiting = new FutureTask<>(() -> out.read(reader, 30_000));
    Thread.ofVirtual().start(waiting);
    append("3\n");
    assertThat(waiting.get()).isEqualTo(Status.OPEN);
    assertThat(out.items).endsWith("3");
  }

  @Test
  void aWaitCanBeInterrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    FutureTask<Status> waiting =
        new FutureTask<>(() -> {
          begun.countDown();
          return out.read(reader, 60_000);
        });
    Thread thread = Thread.ofVirtual().start(waiting);
    begun.await();
    thread.interrupt();
    assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void rotationByRename() throws Exception {
    append("3\nunterminated");
    Files.move(log, dir.resolve("app.log.1"));
    assertThat(upTo(3)).endsWith("3");
    append("4\n");
    assertThat(upTo(5)).endsWith("3", "unterminated", "4");
    append("5\n");
    assertThat(upTo(6)).endsWith("5");
  }

  @Test
  void whatIsWrittenToTheFormerFileBeforeTheNewOneIsThereIsRead() throws Exception {
    Path former = dir.resolve("app.log.1");
    Files.move(log, former);
    Files.writeString(former, "3\n", StandardOpenOption.APPEND);
    assertThat(upTo(3)).endsWith("3");
    Files.writeString(former, "4\n", StandardOpenOption.APPEND);
    append("5\n");
    assertThat(upTo(5)).endsWith("3", "4", "5");
  }

  @Test
  void rotationByAnAtomicReplace() throws Exception {
    Path next = Files.writeString(dir.resolve("next"), "x\ny\n");
    Files.move(next, log, StandardCopyOption.ATOMIC_MOVE);
    assertThat(upTo(4)).endsWith("x", "y");
  }

  @Test
  void truncation() throws Exception {
    Files.writeString(log, "");
    assertThat(out.read(reader, 0)).isEqualTo(Status.OPEN);
    append("a\n");
    assertThat(upTo(3)).endsWith("a");
  }

  @Test
  void truncationThenRemovalIsWaitedOut() throws Exception {
    Files.writeString(log, "");
    Files.delete(log);
    assertThat(out.read(reader, 10)).isEqualTo(Status.OPEN);
    append("a\n");
    assertThat(upTo(3)).endsWith("a");
  }

  @Test
  void neighboursThatAreNotTheFormerFileDoNoHarm() throws Exception {
    Files.writeString(dir.resolve("app.log.bak"), "");
    Files.createDirectory(dir.resolve("app.log.d"));
    Files.writeString(dir.resolve("app.log.old"), "9\n9\n9\n");
    Files.writeString(log, "n\n");
    assertThat(upTo(3)).endsWith("n");
  }

  @Test
  void truncationThatHasGrownBeyondTheOldPlace() throws Exception {
    Files.writeString(log, "other\nlines\nand more\n");
    assertThat(upTo(5)).endsWith("other", "lines", "and more");
  }

  @Test
  void truncationAfterACopyReadsTheRestInTheCopy() throws Exception {
    append("3\n4\n");
    Files.copy(log, dir.resolve("app.log.1"));
    Files.writeString(log, "n\n");
    assertThat(upTo(5)).containsExactly("1", "2", "3", "4", "n");
    append("o\n");
    assertThat(upTo(6)).endsWith("o");
  }

  @Test
  void aRestartGoesOn() throws Exception {
    append("3\n4");
    assertThat(upTo(3)).endsWith("3");
    restart();
    append("4\n");
    assertThat(upTo(4)).endsWith("44");
  }

  @Test
  void aRestartAfterARotationReadsTheRestFirst() throws Exception {
    append("3\nunterminated");
    Files.move(log, dir.resolve("app.log.1"));
    Files.writeString(dir.resolve("app.log.2"), "1\nolder\n");
    Files.writeString(log, "new\n");
    restart();
    assertThat(upTo(5)).containsExactly("1", "2", "3", "unterminated", "new");
    append("newer\n");
    restart();
    assertThat(upTo(6)).endsWith("newer");
  }

  @Test
  void aRestartInTheMiddleOfTheFormerFile() throws Exception {
    append("3\n4\n");
    Files.move(log, dir.resolve("app.log.1"));
    Files.writeString(log, "new\n");
    restart();
    CollectedOutput<String> one = new CollectedOutput<>(1);
    one.read(reader, 0);
    assertThat(one.items).containsExactly("3");
    restart();
    assertThat(upTo(4)).containsExactly("1", "2", "4", "new");
  }

  @Test
  void aRestartAfterTheFormerFileIsGoneBeginsTheNewOne() throws Exception {
    Files.delete(log);
    Files.writeString(log, "new\nfile\n");
    restart();
    assertThat(upTo(4)).endsWith("new", "file");
  }

  @Test
  void csvReadsTheHeaderOfEveryNewFile() throws Exception {
    Path csv = Files.writeString(dir.resolve("a.csv"), "");
    CollectedOutput<Map<String, String>> rows = new CollectedOutput<>(10);
    try (SourceReader<Map<String, String>> follower =
        FileSource.csv(csv.toString()).follow().open(csv.toString(), Optional.empty())) {
      rows.read(follower, 0);
      Files.writeString(csv, "a,b\n1,2\n");
      while (rows.items.isEmpty()) {
        rows.read(follower, 10);
      }
      Files.move(csv, dir.resolve("a.csv.1"));
      Files.writeString(csv, "b,c\n3,4\n");
      while (rows.items.size() < 2) {
        rows.read(follower, 10);
      }
    }
    assertThat(rows.items).containsExactly(Map.of("a", "1", "b", "2"), Map.of("b", "3", "c", "4"));
  }

  @Test
  void aGzipFileEnds() throws Exception {
    Path gz =
        Files.write(
            dir.resolve("old.gz"),
            FileSourceResumeTest.gzip("x\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThat(CollectedOutput.all(FileSource.lines(gz).follow()).items).containsExactly("x");
  }
}
