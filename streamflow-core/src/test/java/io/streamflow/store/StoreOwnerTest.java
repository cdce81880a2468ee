package io.streamflow.store;

import static io.streamflow.store.Stores.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.lifecycle.ChildJvm;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory has one owner, or readers. */
class StoreOwnerTest {
  @TempDir Path directory;

  private StateStore open() {
    return StateStore.open(directory.resolve("s"), StoreOptions.defaults());
  }

  @Test
  void anotherProcessIsRefusedWithThePidOfTheOwner() throws Exception {
    Process child =
        ChildJvm.start(StoreChildJvm.command(directory.resolve("s"), Integer.MAX_VALUE / 2));
    try (BufferedReader said = child.inputReader()) {
      assertThat(said.readLine()).isEqualTo("1");
      assertThatThrownBy(this::open)
          .isInstanceOf(StateStoreException.class)
          .hasMessageContaining("belongs to a job of another process (pid " + child.pid() + " on ");
      assertThatThrownBy(() -> StoreReader.open(directory.resolve("s")))
          .isInstanceOf(StateStoreException.class)
          .hasMessageContaining("pid " + child.pid())
          .hasMessageContaining("job.state");
    } finally {
      child.destroyForcibly().waitFor();
    }
    open().close();
  }

  @Test
  void anotherProcessSeesThatThisOneIsTheOwnerAlsoAfterASecondAttemptHere() throws Exception {
    try (StateStore store = open()) {
      commit(store, "1", "a=1");
      assertThatThrownBy(this::open)
          .isInstanceOf(StateStoreException.class)
          .hasMessageContaining("this process (pid " + ProcessHandle.current().pid() + ")");
      Path other = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("s"));
      assertThatThrownBy(() -> StateStore.open(other, StoreOptions.defaults()))
          .hasMessageContaining("this process");
      assertThatThrownBy(() -> StoreReader.open(other)).hasMessageContaining("this process");
      Process child = ChildJvm.start(StoreChildJvm.command(directory.resolve("s"), 1));
      try (BufferedReader said = child.inputReader()) {
        assertThat(said.readLine())
            .contains("another process (pid " + ProcessHandle.current().pid() + " on ");
      }
    }
    open().close();
  }

  @Test
  void readersShareADirectoryAndKeepOwnersOut() throws Exception {
    try (StateStore store = open()) {
      commit(store, "1", "a=1");
    }
    try (StoreReader one = StoreReader.open(directory.resolve("s"))) {
      StoreReader two = StoreReader.open(directory.resolve("s"));
      two.close();
      two.close();
      assertThatThrownBy(this::open)
          .isInstanceOf(StateStoreException.class)
          .hasMessageContaining("being read by this process");
      try (StoreSnapshot snapshot = one.snapshot()) {
        assertThat(snapshot.get(Stores.bytes("a"))).isEqualTo(Stores.bytes("1"));
        assertThat(snapshot.manifest()).contains(Stores.bytes("1"));
      }
      Process child = ChildJvm.start(StoreChildJvm.command(directory.resolve("s"), 1));
      try (BufferedReader said = child.inputReader()) {
        assertThat(said.readLine()).contains("another process");
      }
    }
    try (StateStore store = open()) {
      commit(store, "2", "a=2");
    }
  }
}
