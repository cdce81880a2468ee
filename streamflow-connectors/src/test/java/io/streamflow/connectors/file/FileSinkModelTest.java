package io.streamflow.connectors.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.SinkContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plays runs that crash anywhere and go on with another parallelism, sometimes from an older
 * checkpoint, and compares the directory with what a checkpoint promises.
 */
class FileSinkModelTest {
  /** What a checkpoint remembers, and what its visible files should hold. */
  private record Checkpoint(List<byte[]> prepared, NavigableMap<String, List<String>> files) {}

  private static final class Crash extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @TempDir Path temp;
  private Path dir;
  private Random random;
  private int items;
  private int crashPercent;
  private int copies;
  private boolean plain; // one directory, a file for each epoch
  private boolean gzip;
  private boolean partitioned;
  private Rolling rolling = Rolling.atCheckpoint();
  private boolean mustReplace; // whether there may be files of epochs that were gone back over
  private final NavigableMap<Long, Checkpoint> completed = new TreeMap<>();
  private final List<CommittingSinkWriter<String>> writers = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsVisibleIsWhatWasCommitted(long seed) throws Exception {
    random = new Random(seed);
    plain = true;
    histories(12);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void whateverTheFormOfTheFiles(long seed) throws Exception {
    random = new Random(seed);
    gzip = random.nextBoolean();
    partitioned = random.nextBoolean();
    rolling =
        switch ((int) (seed % 4)) {
          case 0 -> Rolling.bySize(1 + random.nextInt(200));
          case 1 -> Rolling.bySize(1_000_000);
          case 2 -> Rolling.byAge(Duration.ofMillis(1)).orBySize(100);
          default -> Rolling.bySize(60).orAtCheckpoint();
        };
    histories(4);
  }

  private FileSink<String> sink() {
    FileSink<String> sink = FileSink.lines(dir).rolling(rolling);
    sink = gzip ? sink.gzip() : sink;
    return partitioned
        ? sink.partitionBy(line -> "p=" + line.hashCode() % 3).maxOpenFiles(2)
        : sink;
  }

  private void histories(int count) throws Exception {
    for (int history = 0; history < count; history++) {
      dir = temp.resolve("out" + history);
      completed.clear();
      mustReplace = false;
      crashPercent = 1 + random.nextInt(8);
      int runs = 1 + random.nextInt(8);
      for (int run = 0; run < runs; run++) {
        run(run == runs - 1);
      }
      NavigableMap<String, List<String>> expected = new TreeMap<>();
      completed.values().forEach(checkpoint -> expected.putAll(checkpoint.files()));
      if (plain) {
        assertThat(contents()).isEqualTo(expected);
      } else {
        assertThat(PartText.visible(dir))
            .isEqualTo(expected.values().stream().flatMap(List::stream).sorted().toList());
        assertThat(PartText.files(dir).keySet()).noneMatch(name -> name.matches("(.*/)?[.].*"));
      }
    }
  }

  private void run(boolean last) throws Exception {
    long restored = completed.isEmpty() ? 0 : completed.lastKey();
    FileSink<String> sink = sink();
    if (restored > 1 && random.nextInt(5) == 0) {
      restored = 1 + random.nextLong(restored);
      goBackTo(restored);
      mustReplace = true;
    }
    if (mustReplace || (restored > 0 && random.nextBoolean())) {
      sink = sink.replaceExisting();
    }
    try {
      open(sink, restored, last);
      if (restored > 0) {
        commit(restored, last);
        commit(restored, last);
      }
      mustReplace = false;
      long epochs = restored + 1 + random.nextInt(6);
      for (long epoch = restored + 1; epoch <= epochs; epoch++) {
        checkpoint(epoch, last);
        commit(epoch, last);
      }
      closeAll();
    } catch (Crash e) {
      Path found = dir;
      if (random.nextBoolean()) {
        found = PartText.copy(dir, temp.resolve("crash" + copies++));
      }
      closeAll();
      dir = found;
      leaveTornFiles();
    }
  }

  /** Later checkpoints are forgotten; their visible files are in the way. */
  private void goBackTo(long epoch) throws Exception {
    NavigableMap<Long, Checkpoint> forgotten = completed.tailMap(epoch, false);
    Stream<String> names = forgotten.values().stream().flatMap(f -> f.files().keySet().stream());
    if (plain && names.anyMatch(name -> Files.exists(dir.resolve(name)))) {
      List<String> before = List.copyOf(contents().keySet());
      assertThatThrownBy(() -> open(FileSink.lines(dir), epoch, true))
          .hasMessageContaining("goes on from the earlier epoch " + epoch)
          .hasMessageContaining("replaceExisting()");
      closeAll();
      List<String> after = List.copyOf(contents().keySet());
      assertThat(visible(after)).isEqualTo(visible(before));
    }
    forgotten.clear();
  }

  private static List<String> visible(List<String> names) {
    return names.stream().filter(name -> !name.startsWith(".")).toList();
  }

  private void open(FileSink<String> sink, long restored, boolean last) throws Exception {
    int parallelism = 1 + random.nextInt(4);
    List<Integer> subtasks = new ArrayList<>();
    for (int subtask = 0; subtask < parallelism; subtask++) {
      subtasks.add(subtask);
    }
    Collections.shuffle(subtasks, random);
    for (int subtask : subtasks) {
      SinkContext context =
          new SinkContext("job", "sink", subtask, parallelism, OptionalLong.of(restored));
      writers.add((CommittingSinkWriter<String>) sink.open(context));
      mayCrash(last);
    }
  }

  private void checkpoint(long epoch, boolean last) throws Exception {
    Checkpoint checkpoint = new Checkpoint(new ArrayList<>(), new TreeMap<>());
    for (CommittingSinkWriter<String> writer : writers) {
      List<String> lines = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        String line = "epoch " + epoch + " item " + items++;
        writer.write(line);
        lines.add(line);
        if (random.nextInt(3) == 0) {
          writer.flush();
        }
        mayCrash(last);
      }
      byte[] prepared = writer.prepare(epoch);
      checkpoint.prepared().add(prepared);
      if (!plain) {
        checkpoint.files().put(epoch + " of " + writers.indexOf(writer), lines);
        continue;
      }
      assertThat(prepared.length == 0).isEqualTo(lines.isEmpty());
      if (!lines.isEmpty()) {
        checkpoint.files().put(new String(prepared, UTF_8), lines);
      }
      mayCrash(last);
    }
    completed.put(epoch, checkpoint);
  }

  /** Commits in any order, on any writer; all writers hear of it. */
  private void commit(long epoch, boolean last) throws Exception {
    List<byte[]> prepared = new ArrayList<>(completed.get(epoch).prepared());
    Collections.shuffle(prepared, random);
    for (byte[] bytes : prepared) {
      mayCrash(last);
      writers.get(random.nextInt(writers.size())).commit(epoch, bytes);
    }
    mayCrash(last);
    if (!plain) {
      for (CommittingSinkWriter<String> writer : writers) {
        writer.commit(epoch, new byte[0]);
      }
    }
  }

  private void mayCrash(boolean last) throws Crash {
    if (!last && random.nextInt(100) < crashPercent) {
      throw new Crash();
    }
  }

  private void closeAll() throws Exception {
    for (CommittingSinkWriter<String> writer : writers) {
      writer.close();
    }
    writers.clear();
  }

  /** A writer that is closed removes its open file; one whose process dies does not. */
  private void leaveTornFiles() throws Exception {
    for (int subtask = 0; subtask < 5; subtask++) {
      if (plain && random.nextBoolean()) {
        Files.writeString(dir.resolve(".part-" + subtask + ".txt.open"), "torn");
        Files.writeString(dir.resolve(".part-" + subtask + "-999.txt.open"), "torn");
      }
    }
  }

  private NavigableMap<String, List<String>> contents() throws Exception {
    NavigableMap<String, List<String>> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.toList()) {
        contents.put(String.valueOf(file.getFileName()), Files.readAllLines(file));
      }
    }
    return contents;
  }
}
