package io.streamflow.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** State on the heap only: gone when the job is over. */
public final class HeapBackend implements StateBackend {
  private record Known(String step, IntSupplier entries) {}

  private final List<Known> states = new ArrayList<>();

  /** A table for the moment, with room for {@code expected} keys. */
  public static <K, V> KeyedState<K, V> scratch(int expected) {
    return new HeapState<>(expected, null);
  }

  @Override
  public <K, V> KeyedState<K, V> keyed(String step, String state, @Nullable NumberForm<V> form) {
    HeapState<K, V> made = new HeapState<>(0, form);
    states.add(new Known(step, made::size));
    return made;
  }

  @Override
  public <K, V> PanedState<K, V> paned(String step, String state, @Nullable NumberForm<V> form) {
    HeapPanes<K, V> made = new HeapPanes<>(form);
    states.add(new Known(step, made::size));
    return made;
  }

  @Override
  public <K> Deadlines<K> deadlines(String step, String state) {
    HeapDeadlines<K> made = new HeapDeadlines<>();
    states.add(new Known(step, made::size));
    return made;
  }

  @Override
  public <K> int group(String step, String state, K key) {
    return 0;
  }

  @Override
  public long watermark(String step) {
    return NO_WATERMARK;
  }

  @Override
  public void sizes(StateSizes hears) {
    states.forEach(known -> hears.state(known.step, known.entries.getAsInt(), 0, 0, 0));
  }
}
