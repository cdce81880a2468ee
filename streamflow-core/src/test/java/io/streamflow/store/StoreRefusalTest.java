package io.streamflow.store;

import static io.streamflow.store.Stores.all;
import static io.streamflow.store.Stores.bytes;
import static io.streamflow.store.Stores.commit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streamflow.state.EpochWrites;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;

/** What cannot be state, or is not ours, is refused with the reason, and left as it was. */
class StoreRefusalTest {
  @TempDir Path temporary;

  private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    directory = temporary.resolve("s");
    file = directory.resolve("data.mdb");
  }

  private StateStore open() {
    return StateStore.open(directory, StoreOptions.defaults());
  }

  /** Fails to open, and finds everything as it was. */
  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() throws IOException {
    Map<String, String> before = contents();
    AbstractThrowableAssert<?, ? extends Throwable> refusal =
        assertThatThrownBy(this::open).isInstanceOf(StateStoreException.class);
    Map<String, String> after = contents();
    before.remove(OwnerLock.NAME);
    after.remove(OwnerLock.NAME);
    assertThat(after).isEqualTo(before);
    assertThatThrownBy(() -> StoreReader.open(directory)).isInstanceOf(StateStoreException.class);
    return refusal;
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path path : files.toList()) {
          contents.put(
              path.getFileName().toString(),
              Files.isDirectory(path) ? "" : new String(Files.readAllBytes(path), UTF_8));
        }
      }
    }
    return contents;
  }

  private void makeState() {
    try (StateStore store = open()) {
      EpochWrites writes = new EpochWrites();
      for (int i = 0; i < 5000; i++) {
        writes.put(bytes("key" + i), new byte[100]);
      }
      writes.put(bytes("long"), new byte[100_000]);
      store.commit(bytes("1"), List.of(writes));
    }
  }

  @Test
  void otherFiles() throws IOException {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("notes.txt"), "mine");
    assertRefused().hasMessageContaining("other files").hasMessageContaining("notes.txt");
    assertThat(contents()).containsOnlyKeys("notes.txt");
  }

  @Test
  void aPathThatIsAFile() throws IOException {
    Files.writeString(directory, "mine");
    assertRefused().hasMessageContaining("not a directory");
    assertThat(directory).hasContent("mine");
  }

  @Test
  void aMissingParent() throws IOException {
    directory = temporary.resolve("no").resolve("such");
    assertRefused().hasMessageContaining("parent").hasMessageContaining("does not exist");
    assertThat(temporary.resolve("no")).doesNotExist();
  }

  @Test
  void aDirectoryThatCannotBeMade() throws IOException {
    directory = Path.of("/proc/streamflow-state");
    assumeTrue(Files.isDirectory(Path.of("/proc")));
    assertRefused().hasMessageContaining("cannot be");
  }

  @Test
  void aDirectoryThatCannotBeWrittenTo() throws IOException {
    Files.createDirectory(directory);
    assertThat(directory.toFile().setWritable(false)).isTrue();
    assumeFalse(Files.isWritable(directory), "root may write everywhere");
    assertRefused().hasMessageContaining("cannot be written to");
  }

  @Test
  void aFileOfLmdbThatIsNotOurs() throws IOException {
    Files.createDirectory(directory);
    try (Env<Window> env = Env.create(Window.PROXY).setMaxDbs(2).open(directory.toFile())) {
      env.openDbi("state", DbiFlags.MDB_CREATE);
    }
    Files.delete(directory.resolve("lock.mdb"));
    assertRefused().hasMessageContaining("not of StreamFlow").hasMessageContaining("data.mdb");
    try (Env<Window> env = Env.create(Window.PROXY).setMaxDbs(2).open(directory.toFile())) {
      env.openDbi("meta", DbiFlags.MDB_CREATE);
    }
    assertRefused().hasMessageContaining("not of StreamFlow");
  }

  @Test
  void aNewerFormat() throws IOException {
    makeState();
    try (Env<Window> env = Env.create(Window.PROXY).setMaxDbs(2).open(directory.toFile());
        var txn = env.txnWrite()) {
      var meta = env.openDbi(txn, bytes("meta"), null, false);
      byte[] newer = new Format(7).toBytes();
      meta.reserve(txn, new KeyBuffer().hold(bytes("format")), newer.length).write(newer);
      txn.commit();
    }
    assertRefused().hasMessageContaining("version 7").hasMessageContaining("up to 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 4096, 8191})
  void garbage(int bytes) throws IOException {
    Files.createDirectory(directory);
    Files.write(file, "garbage!".repeat(bytes / 8 + 1).substring(0, bytes).getBytes(UTF_8));
    assertRefused().hasMessageContaining("data.mdb").hasMessageContaining("savepoint");
  }

  @Test
  void garbageInItsHead() throws IOException {
    makeState();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.allocate(4096), 4096);
    }
    assertRefused().hasMessageContaining("not a file of LMDB");
  }

  @Test
  void aFileThatIsCutOffAnywhere() throws IOException {
    makeState();
    long whole = Files.size(file);
    for (long bytes = whole - 4096; bytes > 0; bytes -= 4096 * 7) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(bytes);
      }
      assertRefused().hasMessageContaining("cut off").hasMessageContaining("data.mdb");
    }
  }

  @Test
  void aFileOfWhichOnlyFreePagesAreCutOffIsWhole() throws IOException {
    makeState();
    try (StateStore store = open()) {
      store.commit(bytes("2"), List.of(Stores.writes(w -> w.put(bytes("z"), new byte[400_000]))));
      commit(store, "3", "-z", "-long");
      for (int i = 4; i < 12; i++) {
        commit(store, "" + i, "key1=" + i); // moves what is in use to the front
      }
    }
    byte[] whole = Files.readAllBytes(file);
    int needed = bytesNeeded(whole);
    assertThat(needed).isLessThan(whole.length);
    Files.write(file, Arrays.copyOf(whole, needed));
    try (StateStore store = open()) {
      assertThat(all(store)).hasSize(5000).contains("key1=11");
      commit(store, "12", "key1=12");
      assertThat(all(store)).hasSize(5000).contains("key1=12");
    }
  }

  /** How long the file must be, by cutting off pages until it is refused. */
  private int bytesNeeded(byte[] whole) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MetaPage meta = MetaPage.newest(channel);
      for (int bytes = whole.length; ; bytes -= meta.pageBytes()) {
        channel.truncate(bytes - meta.pageBytes());
        try {
          PageWalk.check(channel, meta);
        } catch (MetaPage.Damage e) {
          return bytes;
        }
      }
    } catch (MetaPage.Damage e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDirectoryWhoseFileIsGone() throws IOException {
    makeState();
    Files.delete(file);
    assertRefused().hasMessageContaining("data.mdb is missing");
  }

  @Test
  void aDirectoryWithoutState() throws IOException {
    Files.createDirectory(directory);
    assertThatThrownBy(() -> StoreReader.open(directory))
        .isInstanceOf(StateStoreException.class)
        .hasMessageContaining("there is no state");
    assertThat(contents()).isEmpty();
  }

  @Test
  void whatANewFileSystemHasIsNoHindrance() throws IOException {
    Files.createDirectories(directory.resolve("lost+found"));
    try (StateStore store = open()) {
      commit(store, "1", "a=1");
      assertThat(all(store)).containsExactly("a=1");
    }
  }
}
