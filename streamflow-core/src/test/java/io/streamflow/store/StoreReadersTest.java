package io.streamflow.store;

import static io.streamflow.store.Stores.all;
import static io.streamflow.store.Stores.bytes;
import static io.streamflow.store.Stores.commit;
import static io.streamflow.store.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.state.BaseView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views and snapshots come, go, and outlive their store without harm. */
class StoreReadersTest {
  @TempDir Path directory;

  private StateStore open(int readers) {
    return StateStore.open(
        directory.resolve("s"), StoreOptions.defaults().readers(readers).durable(false));
  }

  @Test
  void readersThatWereClosedLeaveRoomForOthers() {
    try (StateStore store = open(2)) {
      commit(store, "1", "a=1");
      for (int i = 0; i < 10_000; i++) {
        BaseView view = store.view();
        StoreSnapshot snapshot = store.snapshot();
        assertThat(view.get(bytes("a"))).isNotNull();
        assertThat(snapshot.first(bytes("a"), bytes("b"))).isNotNull();
        view.close();
        view.close();
        snapshot.close();
        snapshot.close();
      }
    }
  }

  @Test
  void readersAreBounded() {
    try (StateStore store = open(2)) {
      BaseView one = store.view();
      BaseView two = store.view();
      assertThatThrownBy(store::view)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("2 views");
      one.close();
      store.view().close();
      two.close();
      List<StoreSnapshot> snapshots = new ArrayList<>();
      for (int i = 0; i < StateStore.MAX_SNAPSHOTS; i++) {
        snapshots.add(store.snapshot());
      }
      assertThatThrownBy(store::snapshot)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("16 snapshots");
      assertThat(store.manifest()).isEmpty();
      snapshots.forEach(StoreSnapshot::close);
      store.snapshot().close();
    }
  }

  @Test
  void whatIsClosedSaysSo() {
    StateStore store = open(2);
    commit(store, "1", "a=1");
    BaseView closedBefore = store.view();
    closedBefore.close();
    BaseView view = store.view();
    StoreSnapshot snapshot = store.snapshot();
    assertThatThrownBy(() -> closedBefore.get(bytes("a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this view of");
    store.close();
    store.close();
    List<Runnable> calls =
        List.of(
            () -> view.get(bytes("a")),
            () -> view.page(bytes("a"), bytes("b"), 1),
            () -> view.first(bytes("a"), bytes("b")),
            () -> view.last(bytes("a"), bytes("b")),
            view::renew,
            () -> snapshot.get(bytes("a")),
            snapshot::manifest,
            store::manifest,
            store::view,
            store::snapshot,
            () -> store.copyTo(directory.resolve("copy")),
            () -> commit(store, "2", "a=2"));
    for (Runnable call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is closed");
    }
    view.close();
    snapshot.close();
  }

  @Test
  void closingWaitsForThreadsThatRead() throws Exception {
    for (int round = 0; round < 20; round++) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      List<Thread> threads = new ArrayList<>();
      try (StateStore store = open(200)) {
        commit(store, "1", "a=1", "b=2");
        CountDownLatch reading = new CountDownLatch(200);
        for (int t = 0; t < 200; t++) {
          threads.add(
              Thread.ofVirtual()
                  .uncaughtExceptionHandler((_, e) -> failure.set(e))
                  .start(() -> readUntilClosed(store, reading)));
        }
        reading.await();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failure.get()).isNull();
    }
  }

  private static void readUntilClosed(StateStore store, CountDownLatch reading) {
    BaseView view = store.view();
    reading.countDown();
    try {
      while (true) {
        assertThat(text(view.get(bytes("a")))).isEqualTo("1");
        assertThat(all(view)).hasSize(2);
        view.renew();
        LockSupport.parkNanos(1); // lets the others run
      }
    } catch (IllegalStateException closed) {
      assertThat(closed).hasMessageContaining("is closed");
    }
  }
}
