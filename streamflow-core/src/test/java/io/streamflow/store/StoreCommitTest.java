package io.streamflow.store;

import static io.streamflow.store.Stores.all;
import static io.streamflow.store.Stores.bytes;
import static io.streamflow.store.Stores.commit;
import static io.streamflow.store.Stores.manifest;
import static io.streamflow.store.Stores.text;
import static io.streamflow.store.Stores.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.state.BaseView;
import io.streamflow.state.EpochWrites;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is committed is there, in order, also after the store has been opened again. */
class StoreCommitTest {
  @TempDir Path directory;

  private StateStore open() {
    return StateStore.open(directory.resolve("state"), StoreOptions.defaults());
  }

  @Test
  void whatIsCommittedIsThereAfterOpeningAgain() {
    try (StateStore store = open()) {
      assertThat(store.manifest()).isEmpty();
      assertThat(all(store)).isEmpty();
      commit(store, "one", "b=2", "a=1", "c=3");
      assertThat(manifest(store)).isEqualTo("one");
      assertThat(all(store)).containsExactly("a=1", "b=2", "c=3");
    }
    try (StateStore store = open()) {
      assertThat(manifest(store)).isEqualTo("one");
      assertThat(all(store)).containsExactly("a=1", "b=2", "c=3");
      commit(store, "two", "-b", "a=9", "d=4", "-never");
      assertThat(all(store)).containsExactly("a=9", "c=3", "d=4");
    }
    try (StateStore store = open()) {
      assertThat(manifest(store)).isEqualTo("two");
      assertThat(all(store)).containsExactly("a=9", "c=3", "d=4");
    }
  }

  @Test
  void rangesAreDeletedBeforePairsArePut() {
    try (StateStore store = open()) {
      commit(store, "1", "a=1", "b1=1", "b2=1", "b3=1", "c=1");
      EpochWrites first = writes(w -> w.put(bytes("b2"), bytes("new")));
      EpochWrites second = writes(w -> w.deleteRange(bytes("b"), bytes("c")));
      store.commit(bytes("2"), List.of(first, second));
      assertThat(all(store)).containsExactly("a=1", "b2=new", "c=1");
      store.commit(bytes("3"), List.of(writes(w -> w.deleteRange(bytes(""), bytes("z")))));
      assertThat(all(store)).isEmpty();
    }
  }

  @Test
  void aLongRangeIsDeletedWhole() {
    EpochWrites many = new EpochWrites();
    for (int i = 0; i < 50_000; i++) {
      many.put(bytes("k%06d".formatted(i)), new byte[30]);
    }
    try (StateStore store = open()) {
      store.commit(bytes("1"), List.of(many));
      store.commit(
          bytes("2"), List.of(writes(w -> w.deleteRange(bytes("k000001"), bytes("k049999")))));
      try (BaseView view = store.view()) {
        assertThat(view.page(bytes("k"), bytes("l"), 10).stream().map(e -> text(e.key())))
            .containsExactly("k000000", "k049999");
      }
    }
  }

  @Test
  void aViewShowsOneCheckpointUntilItIsRenewed() {
    try (StateStore store = open()) {
      commit(store, "1", "a=1");
      try (BaseView view = store.view()) {
        commit(store, "2", "a=2", "b=2");
        assertThat(all(view)).containsExactly("a=1");
        assertThat(text(view.get(bytes("a")))).isEqualTo("1");
        assertThat(view.get(bytes("b"))).isNull();
        view.renew();
        assertThat(all(view)).containsExactly("a=2", "b=2");
        assertThat(text(view.get(bytes("b")))).isEqualTo("2");
      }
    }
  }

  @Test
  void keysAreFoundByTheirBounds() {
    try (StateStore store = open();
        BaseView empty = store.view()) {
      assertThat(empty.first(bytes("a"), bytes("z"))).isNull();
      assertThat(empty.last(bytes("a"), bytes("z"))).isNull();
      commit(store, "1", "b=1", "d=1", "f=1");
      empty.renew();
      assertThat(text(empty.first(bytes("a"), bytes("z")))).isEqualTo("b");
      assertThat(text(empty.first(bytes("b"), bytes("z")))).isEqualTo("b");
      assertThat(text(empty.first(bytes("c"), bytes("e")))).isEqualTo("d");
      assertThat(empty.first(bytes("c"), bytes("d"))).isNull();
      assertThat(empty.first(bytes("g"), bytes("z"))).isNull();
      assertThat(text(empty.last(bytes("a"), bytes("z")))).isEqualTo("f");
      assertThat(text(empty.last(bytes("a"), bytes("f")))).isEqualTo("d");
      assertThat(empty.last(bytes("a"), bytes("b"))).isNull();
      assertThat(empty.last(bytes("g"), bytes("z"))).isNull();
      assertThat(empty.last(bytes(""), bytes(""))).isNull();
      assertThat(empty.page(bytes("a"), bytes("z"), 2)).hasSize(2);
      assertThat(empty.page(bytes("a"), bytes("z"), 0)).isEmpty();
      assertThat(empty.get(new byte[600])).isNull();
      assertThat(empty.get(new byte[0])).isNull();
    }
  }

  @Test
  void bytesAreComparedAsUnsigned() {
    byte[][] keys = {{0}, {0, 0}, {0, -1}, {1}, {127}, {-128}, {-1}, {-1, 0}, {-1, -1}};
    try (StateStore store = open()) {
      store.commit(
          bytes("1"),
          List.of(writes(w -> Arrays.asList(keys).reversed().forEach(k -> w.put(k, k)))));
      try (BaseView view = store.view()) {
        assertThat(view.page(new byte[0], new byte[] {-1, -1, 0}, 100).stream().map(e -> e.key()))
            .containsExactly(keys);
      }
    }
  }

  @Test
  void keysHaveUpTo511Bytes() {
    try (StateStore store = open()) {
      byte[] longest = new byte[511];
      store.commit(bytes("1"), List.of(writes(w -> w.put(longest, bytes("v")))));
      try (BaseView view = store.view()) {
        assertThat(text(view.get(longest))).isEqualTo("v");
      }
      EpochWrites tooLong = writes(w -> w.put(new byte[512], bytes("v")));
      assertThatThrownBy(() -> store.commit(bytes("2"), List.of(tooLong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("512");
      EpochWrites empty = writes(w -> w.delete(new byte[0]));
      assertThatThrownBy(() -> store.commit(bytes("2"), List.of(empty)))
          .isInstanceOf(IllegalArgumentException.class);
      commit(store, "2", "a=1");
      assertThat(manifest(store)).isEqualTo("2");
    }
  }

  @Test
  void valuesMayBeEmptyAndMayBeLarge() {
    byte[] large = new byte[100 << 20];
    new Random(1).nextBytes(large);
    try (StateStore store = open()) {
      store.commit(
          bytes("1"),
          List.of(
              writes(w -> {
                w.put(bytes("large"), large);
                w.put(bytes("empty"), new byte[0]);
              })));
    }
    try (StateStore store = open();
        BaseView view = store.view()) {
      assertThat(Arrays.equals(view.get(bytes("large")), large)).isTrue();
      assertThat(view.get(bytes("empty"))).isEmpty();
      store.commit(large, List.of());
      assertThat(store.manifest().map(m -> Arrays.equals(m, large))).contains(true);
    }
  }

  @Test
  void aCheckpointMayBeEmpty() {
    try (StateStore store = open()) {
      commit(store, "1", "a=1");
      for (int i = 2; i < 50; i++) {
        store.commit(bytes("" + i), i % 2 == 0 ? List.of() : List.of(new EpochWrites()));
      }
      store.commit(new byte[0], List.of());
      assertThat(store.manifest()).hasValueSatisfying(m -> assertThat(m).isEmpty());
      assertThat(all(store)).containsExactly("a=1");
      assertThat(store.lastCommit().pairs()).isZero();
    }
  }

  @Test
  void figuresTellOfTheLastCommit() {
    try (StateStore store = open()) {
      assertThat(store.lastCommit()).isEqualTo(CommitFigures.NONE);
      commit(store, "1", "a=12", "-b");
      assertThat(store.lastCommit().pairs()).isEqualTo(2);
      assertThat(store.lastCommit().bytes()).isEqualTo(4);
      assertThat(store.lastCommit().nanos()).isPositive();
      assertThat(store.fileBytes()).isGreaterThan(4096);
      assertThat(store.logBytes()).as("the first fills the tree").isZero();
      commit(store, "2", "a=13");
      assertThat(store.logBytes()).isPositive();
    }
  }

  @Test
  void commitsNeedAPlatformThread() throws Exception {
    try (StateStore store = open()) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread.ofVirtual()
          .uncaughtExceptionHandler((_, e) -> thrown.set(e))
          .start(() -> commit(store, "1", "a=1"))
          .join();
      assertThat(thrown.get())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("virtual thread");
      commit(store, "1", "a=1");
    }
  }

  @Test
  void aStoreMayBeOpenedOnAVirtualThread() throws Exception {
    AtomicReference<String> read = new AtomicReference<>();
    Thread.ofVirtual()
        .start(() -> {
          try (StateStore store = open()) {
            read.set(manifest(store));
          }
        })
        .join();
    assertThat(read.get()).isEqualTo("none");
  }
}
