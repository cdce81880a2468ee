package io.streamflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.state.BaseView;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State that is made while others go on. */
class PendingStoreTest {
  private static final byte[] KEY = Stores.bytes("a");

  @TempDir Path parent;
  private Path directory;

  @BeforeEach
  void name() {
    directory = parent.resolve("state");
  }

  private PendingStore open() {
    return PendingStore.open(directory, StoreOptions.defaults());
  }

  @Test
  void aViewOfNewStateIsEmptyUntilItIsRenewed() {
    try (PendingStore pending = open();
        BaseView view = pending.view()) {
      assertThat(pending.isNew()).isTrue();
      shows(view);
      Stores.commit(pending.store(), "one", "a=1", "b=2");
      assertThat(pending.isOpen()).isTrue();
      shows(view);
      view.renew();
      shows(view, "a=1", "b=2");
      Stores.commit(pending.store(), "two", "-a", "c=3");
      shows(view, "a=1", "b=2");
      view.renew();
      shows(view, "b=2", "c=3");
    }
  }

  private static void shows(BaseView view, String... pairs) {
    assertThat(Stores.all(view)).containsExactly(pairs);
    boolean hasFirst = pairs.length > 0;
    assertThat(Stores.text(view.first(Stores.LOWEST, Stores.HIGHEST)))
        .isEqualTo(hasFirst ? pairs[0].substring(0, 1) : null);
    assertThat(Stores.text(view.last(Stores.LOWEST, Stores.HIGHEST)))
        .isEqualTo(hasFirst ? pairs[pairs.length - 1].substring(0, 1) : null);
    assertThat(Stores.text(view.get(KEY)))
        .isEqualTo(hasFirst && pairs[0].startsWith("a") ? "1" : null);
  }

  @Test
  void whatIsThereIsShownAtOnce() {
    try (PendingStore pending = open()) {
      Stores.commit(pending.store(), "one", "a=1");
    }
    try (PendingStore pending = open();
        BaseView view = pending.view()) {
      assertThat(pending.isNew()).isFalse();
      assertThat(pending.isOpen()).isTrue();
      shows(view, "a=1");
      assertThat(Stores.manifest(pending.store())).isEqualTo("one");
    }
  }

  @Test
  void theDirectoryIsTakenAtOnceAndGivenUpByClosingHoweverFarItHasCome() {
    for (int i = 0; i < 20; i++) {
      PendingStore pending = open();
      assertThatThrownBy(this::open).isInstanceOf(StateStoreException.class);
      if (i % 2 == 0) {
        pending.store();
      }
      pending.close();
      pending.close();
    }
    open().close();
  }

  @Test
  void whatCannotBeMadeIsToldToWhoAsksAndTheDirectoryIsGivenUp() throws Exception {
    Path inTheWay = Files.createDirectories(directory.resolve(StagedFile.CREATING).resolve("x"));
    try (PendingStore pending = open();
        BaseView view = pending.view()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(pending::store)
            .isInstanceOf(StateStoreException.class)
            .hasMessageContaining("the state cannot be made");
      }
      assertThat(pending.isOpen()).isFalse();
      assertThatThrownBy(view::renew).isInstanceOf(StateStoreException.class);
    }
    Files.delete(inTheWay);
    try (PendingStore pending = open()) {
      assertThat(pending.store().manifest()).isEmpty();
    }
  }
}
