package io.streamflow.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a checkpoint contains, and what is refused. */
class DurableBackendTest {
  private static final Codec<String> TEXT = Codecs.of(String.class);
  private final MapStore store = new MapStore();

  private DurableBackend backend(Codec<?> value) {
    return backend(value, Map.of());
  }

  @SuppressWarnings("unchecked") // only put together
  private DurableBackend backend(Codec<?> value, Map<String, Long> watermarks) {
    StoredState<?, ?> stored =
        new StoredState<>(0xffff, TEXT, (Codec<Object>) value, List.of((Codec<Object>) value), 0);
    return new DurableBackend(store.view(), 0, 1024, (_, _) -> stored, watermarks, 1000);
  }

  private void commit(DurableBackend backend) {
    backend.freeze();
    assertThat(backend.serialize(Integer.MAX_VALUE)).isTrue();
    store.commit(List.of(backend.takeWrites()));
    backend.committed();
  }

  private static <V> void put(KeyedState<String, V> state, String key, V value) {
    state.set(state.slot(key), value);
  }

  @Test
  void aValueThatCannotBeWrittenIsNamed() {
    DurableBackend backend = backend(Codecs.list(TEXT));
    KeyedState<String, List<Integer>> state = backend.keyed("views", "panes");
    put(state, "page", List.of(1)); // no text
    backend.freeze();
    assertThatThrownBy(() -> backend.serialize(1))
        .isInstanceOf(StateFailure.class)
        .hasMessageStartingWith(
            "step 'views', state 'panes', key page: its value cannot be written");
  }

  @Test
  void aValueThatCannotBeReadIsNamed() {
    DurableBackend written = backend(TEXT);
    put(written.<String, String>keyed("views", "panes"), "page", "some text");
    commit(written);
    KeyedState<String, Long> read = backend(Codecs.of(Byte.class)).keyed("views", "panes");
    assertThatThrownBy(() -> read.get("page"))
        .isInstanceOf(StateFailure.class)
        .hasMessageStartingWith("step 'views', state 'panes', key page: its value cannot be read");
  }

  @Test
  void aPaneThatIsMadeAndDroppedWithinAnEpochWritesNothingAndReadsNothing() {
    DurableBackend backend = backend(TEXT);
    PanedState<String, String> panes = backend.paned("views", "slices");
    put(panes.pane(7), "page", "text");
    panes.drop(7);
    backend.freeze();
    assertThat(backend.serialize(1)).isTrue();
    assertThat(backend.takeWrites().isEmpty()).isTrue();
    assertThat(backend.misses()).isZero();
    assertThat(backend.entries()).isZero();
  }

  @Test
  void whatWasNotTouchedIsNotWrittenAgain() {
    DurableBackend backend = backend(TEXT);
    KeyedState<String, String> state = backend.keyed("views", "panes");
    put(state, "a", "1");
    put(state, "b", "1");
    assertThat(backend.dirtyEntries()).isEqualTo(2);
    assertThat(backend.dirtyBytes()).isPositive();
    commit(backend);
    assertThat(backend.dirtyEntries()).isZero();
    put(state, "b", "2");
    backend.freeze();
    assertThat(backend.serialize(10)).isTrue();
    assertThat(backend.takeWrites().size()).isEqualTo(1);
  }

  @Test
  void theStepsOfACheckpointAreTakenInOrder() {
    DurableBackend backend = backend(TEXT);
    assertThatThrownBy(backend::takeWrites).hasMessage("nothing is frozen");
    put(backend.<String, String>keyed("views", "panes"), "a", "1");
    backend.freeze();
    assertThat(backend.isFrozen()).isTrue();
    assertThatThrownBy(backend::takeWrites).hasMessage("not all is serialized");
    assertThatThrownBy(backend::freeze).hasMessageContaining("not been committed");
  }

  @Test
  void memoryStaysInItsBudgetOnceThingsAreCommitted() {
    DurableBackend backend = backend(TEXT);
    KeyedState<String, String> state = backend.keyed("views", "panes");
    for (int i = 0; i < 1000; i++) {
      put(state, "key" + i, "value" + i);
      backend.evict();
    }
    assertThat(backend.entries()).isEqualTo(1000);
    commit(backend);
    backend.evict();
    assertThat(backend.entries()).isBetween(1L, 20L);
    for (int i = 0; i < 1000; i++) {
      assertThat(state.get("key" + i)).isEqualTo("value" + i);
      backend.evict();
    }
    assertThat(backend.entries()).isLessThan(20);
    assertThat(backend.misses()).isGreaterThan(900);
  }

  @Test
  void watermarksAreThoseRestored() {
    DurableBackend backend = backend(TEXT, Map.of("views", 17L));
    assertThat(backend.watermark("views")).isEqualTo(17);
    assertThat(backend.watermark("other")).isEqualTo(StateBackend.NO_WATERMARK);
  }
}
