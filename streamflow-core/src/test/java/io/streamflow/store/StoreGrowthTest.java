package io.streamflow.store;

import static io.streamflow.store.Stores.HIGHEST;
import static io.streamflow.store.Stores.LOWEST;
import static io.streamflow.store.Stores.bytes;
import static io.streamflow.store.Stores.commit;
import static io.streamflow.store.Stores.manifest;
import static io.streamflow.store.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.state.BaseView;
import io.streamflow.state.EpochWrites;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The map grows under the feet of its readers, and nothing is lost. */
class StoreGrowthTest {
  private static final StoreOptions SMALL = StoreOptions.defaults().initialMapBytes(1 << 17);

  @TempDir Path directory;

  private static List<EpochWrites> epoch(int epoch, int keys) {
    EpochWrites writes = new EpochWrites();
    for (int i = 0; i < keys; i++) {
      writes.put(bytes("k%05d".formatted((i * 7919) % keys)), bytes("%0200d".formatted(epoch)));
    }
    return List.of(writes);
  }

  @Test
  void viewsGoOnWhileTheMapGrows() throws Exception {
    int keys = 400;
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong reads = new AtomicLong();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (StateStore store = StateStore.open(directory.resolve("s"), SMALL.readers(300))) {
      store.commit(bytes("1"), epoch(1, keys));
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 300; t++) {
        int first = t;
        threads.add(
            Thread.ofVirtual()
                .uncaughtExceptionHandler((_, e) -> failure.set(e))
                .start(() -> read(store, done, reads, first % keys)));
      }
      int growths = 0;
      for (int epoch = 2; epoch <= 12; epoch++) {
        store.commit(bytes("" + epoch), epoch(epoch, keys * epoch));
        growths += store.lastCommit().growths();
        long before = reads.get();
        while (reads.get() < before + 1000 && failure.get() == null) {
          Thread.onSpinWait();
        }
      }
      done.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failure.get()).isNull();
      assertThat(growths).isGreaterThan(3);
      try (BaseView view = store.view()) {
        assertThat(view.page(LOWEST, HIGHEST, Integer.MAX_VALUE))
            .hasSize(keys * 12)
            .allSatisfy(e -> assertThat(Integer.parseInt(text(e.value()))).isEqualTo(12));
      }
    }
  }

  /** Epochs never go back, and all keys are of the same one within a call. */
  private static void read(StateStore store, AtomicBoolean done, AtomicLong reads, int key) {
    int newest = 0;
    try (BaseView view = store.view()) {
      while (!done.get()) {
        int epoch = Integer.parseInt(text(view.get(bytes("k%05d".formatted(key)))));
        assertThat(epoch).isGreaterThanOrEqualTo(newest);
        newest = epoch;
        assertThat(
                view.page(bytes("k00100"), bytes("k00400"), 20).stream()
                    .map(e -> text(e.value()))
                    .distinct())
            .hasSize(1);
        if (reads.incrementAndGet() % 3 == 0) {
          view.renew();
        }
        LockSupport.parkNanos(1); // lets the others run
      }
    }
  }

  @Test
  void aSnapshotEndsWhenTheMapGrows() {
    try (StateStore store = StateStore.open(directory.resolve("s"), SMALL)) {
      commit(store, "1", "a=1");
      StoreSnapshot snapshot = store.snapshot();
      commit(store, "2", "a=2");
      assertThat(text(snapshot.get(bytes("a")))).isEqualTo("1");
      assertThat(snapshot.manifest().map(Stores::text)).contains("1");
      store.commit(bytes("3"), epoch(3, 3000));
      assertThat(store.lastCommit().growths()).isPositive();
      assertThatThrownBy(() -> snapshot.get(bytes("a")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("open a new one");
      snapshot.close();
      try (StoreSnapshot next = store.snapshot()) {
        assertThat(next.manifest().map(Stores::text)).contains("3");
      }
    }
  }

  @Test
  void whatDoesNotFitInIsRefusedAndNothingIsLost() {
    StoreOptions bounded = SMALL.maxMapBytes(1 << 20);
    try (StateStore store = StateStore.open(directory.resolve("s"), bounded)) {
      store.commit(bytes("1"), epoch(1, 1000));
      assertThatThrownBy(() -> store.commit(bytes("2"), epoch(2, 20_000)))
          .isInstanceOf(StateStoreException.class)
          .hasMessageContaining("data.mdb")
          .hasMessageContaining("1048576 bytes")
          .hasMessageContaining("JobOptions.stateMaxSize");
      assertThat(manifest(store)).isEqualTo("1");
      assertThatThrownBy(() -> commit(store, "3", "a=1"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("open it again");
    }
    try (StateStore store = StateStore.open(directory.resolve("s"), SMALL)) {
      assertThat(manifest(store)).isEqualTo("1");
      store.commit(bytes("2"), epoch(2, 20_000));
      assertThat(manifest(store)).isEqualTo("2");
    }
  }

  @Test
  void aFileLargerThanTheMapAskedForIsOpened() {
    try (StateStore store = StateStore.open(directory.resolve("s"), SMALL)) {
      store.commit(bytes("1"), epoch(1, 20_000));
    }
    try (StateStore store = StateStore.open(directory.resolve("s"), SMALL)) {
      assertThat(store.fileBytes()).isGreaterThan(1 << 20);
      store.commit(bytes("2"), epoch(2, 20_000));
      assertThat(manifest(store)).isEqualTo("2");
    }
  }
}
