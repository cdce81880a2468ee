package io.streamflow.store;

import static io.streamflow.store.Stores.all;
import static io.streamflow.store.Stores.bytes;
import static io.streamflow.store.Stores.commit;
import static io.streamflow.store.Stores.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A savepoint is one checkpoint, whole, in a directory of its own. */
class StoreSavepointTest {
  @TempDir Path directory;

  private StateStore open(String name) {
    return StateStore.open(
        directory.resolve(name), StoreOptions.defaults().initialMapBytes(1 << 18));
  }

  @Test
  void copiesTakenWhileCommitsGoOnAreWhole() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (StateStore store = open("s")) {
      CountDownLatch first = new CountDownLatch(1);
      Thread writer =
          Thread.ofPlatform()
              .uncaughtExceptionHandler((_, e) -> failure.set(e))
              .start(() -> {
                for (int epoch = 1; !done.get(); epoch++) {
                  store.commit(bytes("" + epoch), StoreChildJvm.epoch(epoch, 20 + epoch));
                  first.countDown();
                }
              });
      first.await();
      for (int i = 0; i < 10; i++) {
        store.copyTo(directory.resolve("copy" + i));
      }
      done.set(true);
      writer.join();
    }
    assertThat(failure.get()).isNull();
    for (int i = 0; i < 10; i++) {
      try (StateStore copy = open("copy" + i)) {
        int epoch = Integer.parseInt(manifest(copy));
        assertThat(all(copy))
            .hasSize(2 * StoreChildJvm.KEYS)
            .allSatisfy(pair ->
                assertThat(Integer.parseInt(pair.substring(pair.indexOf('=') + 1)))
                    .isEqualTo(epoch));
        commit(copy, "next", "a=1");
      }
    }
  }

  @Test
  void aSavepointIsReadWithoutAJob() throws IOException {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    try (StateStore store = open("s")) {
      commit(store, "1", "a=1");
      store.copyTo(copy);
      commit(store, "2", "a=2");
    }
    assertThat(copy.toFile().list()).containsExactlyInAnyOrder("data.mdb", OwnerLock.NAME);
    try (StoreReader reader = StoreReader.open(copy);
        StoreSnapshot snapshot = reader.snapshot()) {
      assertThat(snapshot.get(bytes("a"))).isEqualTo(bytes("1"));
    }
    assertThat(copy.toFile().list()).containsExactlyInAnyOrder("data.mdb", OwnerLock.NAME);
  }

  @Test
  void placesThatAreNotEmptyAreRefused() throws IOException {
    try (StateStore store = open("s")) {
      commit(store, "1", "a=1");
      Path copy = directory.resolve("copy");
      store.copyTo(copy);
      assertThatThrownBy(() -> store.copyTo(copy))
          .isInstanceOf(StateStoreException.class)
          .hasMessageContaining("empty directory")
          .hasMessageContaining("data.mdb");
      assertThatThrownBy(() -> store.copyTo(directory.resolve("no").resolve("such")))
          .isInstanceOf(StateStoreException.class)
          .hasMessageContaining("parent");
      Path file = Files.writeString(directory.resolve("file"), "mine");
      assertThatThrownBy(() -> store.copyTo(file)).isInstanceOf(StateStoreException.class);
      Path other = Files.createDirectory(directory.resolve("other"));
      Files.writeString(other.resolve("x"), "mine");
      assertThatThrownBy(() -> store.copyTo(other)).isInstanceOf(StateStoreException.class);
    }
  }

  @Test
  void halfACopyIsNotTakenForASavepoint() throws IOException {
    Path half = Files.createDirectories(directory.resolve("half").resolve(StagedFile.COPYING));
    Files.write(half.resolve(DataFile.NAME), new byte[100]);
    assertThatThrownBy(() -> open("half"))
        .isInstanceOf(StateStoreException.class)
        .hasMessageContaining("not finished");
  }

  @Test
  void copiesNeedAPlatformThread() throws Exception {
    try (StateStore store = open("s")) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread.ofVirtual()
          .uncaughtExceptionHandler((_, e) -> thrown.set(e))
          .start(() -> store.copyTo(directory.resolve("copy")))
          .join();
      assertThat(thrown.get()).hasMessageContaining("virtual thread");
      assertThat(directory.resolve("copy")).doesNotExist();
    }
  }
}
