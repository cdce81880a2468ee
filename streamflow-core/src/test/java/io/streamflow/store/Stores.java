package io.streamflow.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamflow.state.BaseView;
import io.streamflow.state.BaseView.Entry;
import io.streamflow.state.EpochWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Short words for what the tests of the store say all the time. */
final class Stores {
  static final byte[] LOWEST = {};
  static final byte[] HIGHEST = "\uffff\uffff".getBytes(UTF_8);

  private Stores() {}

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  static EpochWrites writes(Consumer<EpochWrites> filler) {
    EpochWrites writes = new EpochWrites();
    filler.accept(writes);
    return writes;
  }

  /** Puts pairs such as {@code a=1}, deletes keys such as {@code -a}. */
  static void commit(StateStore store, String manifest, String... changes) {
    EpochWrites writes = new EpochWrites();
    for (String change : changes) {
      int at = change.indexOf('=');
      if (at < 0) {
        writes.delete(bytes(change.substring(1)));
      } else {
        writes.put(bytes(change.substring(0, at)), bytes(change.substring(at + 1)));
      }
    }
    store.commit(bytes(manifest), List.of(writes));
  }

  /** All pairs that a view shows, such as {@code a=1}. */
  static List<String> all(BaseView view) {
    List<String> all = new ArrayList<>();
    for (Entry entry : view.page(LOWEST, HIGHEST, Integer.MAX_VALUE)) {
      all.add(text(entry.key()) + "=" + text(entry.value()));
    }
    return all;
  }

  static List<String> all(StateStore store) {
    try (BaseView view = store.view()) {
      return all(view);
    }
  }

  static String manifest(StateStore store) {
    return store.manifest().map(Stores::text).orElse("none");
  }
}
