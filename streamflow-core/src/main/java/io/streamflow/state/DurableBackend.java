package io.streamflow.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of one task as a write-back cache over the last checkpoint. Used by that task only.
 *
 * <p>A checkpoint takes these steps, of which the first needs no time and the others may lie
 * between any two batches: {@link #freeze}, {@link #serialize} until it is done, {@link
 * #takeWrites}, and when the writes are committed {@link #committed}. Only then may the next one
 * begin. What could not be committed cannot be taken back: the job has to start again.
 */
public final class DurableBackend implements StateBackend, AutoCloseable {
  /** At 1 ns per place, less than what a batch of items takes. */
  private static final int PLACES_PER_CALL = 1 << 16;

  /** Tells how a state is stored. */
  @FunctionalInterface
  public interface Lookup {
    /** How a state of a step is stored. */
    StoredState<?, ?> find(String step, String state);
  }

  private record Name(String step, String state) {}

  private final Lookup lookup;
  private final Map<String, Long> watermarks;
  private final TaskCache cache;
  private final EvictionClock clock;
  private final List<CachedPanes<?, ?>> paned = new ArrayList<>();
  private final Map<Name, StateBytes<?, ?>> names = new HashMap<>();

  /**
   * The state of the keys in a range of groups.
   *
   * @param base the last checkpoint; closed with the backend
   * @param firstGroup the first key group of the task
   * @param endGroup the first that is not the task's any more
   * @param lookup tells how states are stored
   * @param watermarks the watermarks by step that were restored, in milliseconds since the epoch
   * @param memoryBytes how much memory entries may take, by estimate; what is not committed yet may
   *     take more
   */
  public DurableBackend(
      BaseView base,
      int firstGroup,
      int endGroup,
      Lookup lookup,
      Map<String, Long> watermarks,
      long memoryBytes) {
    this.lookup = lookup;
    this.watermarks = Map.copyOf(watermarks);
    this.cache = new TaskCache(base, firstGroup, endGroup, memoryBytes);
    this.clock = new EvictionClock(cache);
  }

  @Override
  public <K, V> KeyedState<K, V> keyed(String step, String state, @Nullable NumberForm<V> form) {
    StateBytes<K, V> bytes = named(step, state);
    KeySpace space = KeySpace.ofState(bytes.stored.id());
    byte[] first = cache.base.first(space.group(cache.firstGroup), space.group(cache.endGroup));
    CachedState<K, V> made = new CachedState<>(cache, bytes, space, first != null, 0, form, null);
    clock.add(made);
    return made;
  }

  @Override
  public <K, V> PanedState<K, V> paned(String step, String state, @Nullable NumberForm<V> form) {
    CachedPanes<K, V> made = new CachedPanes<>(cache, named(step, state), form);
    clock.add(made);
    paned.add(made);
    return made;
  }

  @Override
  public <K> Deadlines<K> deadlines(String step, String state) {
    return new PanedDeadlines<>(paned(step, state));
  }

  @SuppressWarnings("unchecked") // the codecs are of the step's own types
  private <K, V> StateBytes<K, V> named(String step, String state) {
    StoredState<K, V> stored = (StoredState<K, V>) lookup.find(step, state);
    StateBytes<K, V> bytes = new StateBytes<>(step, state, stored);
    if (names.put(new Name(step, state), bytes) != null) {
      throw new IllegalStateException(
          "state '" + state + "' of step '" + step + "' was asked for twice");
    }
    cache.all.add(bytes);
    return bytes;
  }

  @Override
  @SuppressWarnings("unchecked") // the codec is of the step's own keys
  public <K> int group(String step, String state, K key) {
    StateBytes<K, ?> bytes = (StateBytes<K, ?>) names.get(new Name(step, state));
    if (bytes == null) {
      throw new IllegalStateException("state '" + state + "' of step '" + step + "' is unknown");
    }
    return KeyGroups.of(bytes.stored.key().stableHash(key));
  }

  @Override
  public long watermark(String step) {
    return watermarks.getOrDefault(step, NO_WATERMARK);
  }

  /** Ends an epoch: what has changed so far is of it, what changes from now on of the next. */
  public void freeze() {
    cache.freeze();
    paned.forEach(CachedPanes::freeze);
  }

  /** Whether an epoch is frozen and not yet committed. */
  public boolean isFrozen() {
    return cache.frozen;
  }

  /**
   * Turns frozen entries into bytes, about so many; whether none is left.
   *
   * @throws StateFailure when a codec fails
   */
  public boolean serialize(int entries) {
    return cache.write((long) entries * CachedState.PLACES_PER_ENTRY);
  }

  /** What the frozen epoch has changed, once all of it is serialized; the caller's from now on. */
  public EpochWrites takeWrites() {
    return cache.takeWrites();
  }

  /** The frozen epoch is committed: it is what the checkpoint shows from now on. */
  public void committed() {
    cache.committed();
    paned.forEach(CachedPanes::committed);
  }

  /** Frees memory while there is more in use than there should be; to be called between batches. */
  public void evict() {
    cache.purge(PLACES_PER_CALL);
    clock.evict(PLACES_PER_CALL);
  }

  /** How many entries have changed and are not serialized yet. */
  public long dirtyEntries() {
    return names.values().stream().mapToLong(bytes -> bytes.dirty).sum();
  }

  /** How many bytes they will have, by estimate. */
  public long dirtyBytes() {
    return cache.dirtyBytes();
  }

  /**
   * How much memory entries take that cannot be evicted before the next commit, by estimate: those
   * that have changed since the last one.
   */
  public long unsettledBytes() {
    return cache.unsettledBytes();
  }

  /** How many entries are in memory. */
  public long entries() {
    return names.values().stream().mapToLong(bytes -> bytes.entries).sum();
  }

  /** How many lookups have found their key in memory. */
  public long hits() {
    return names.values().stream().mapToLong(bytes -> bytes.hits).sum();
  }

  /** How many lookups had to ask the checkpoint. */
  public long misses() {
    return names.values().stream().mapToLong(bytes -> bytes.misses).sum();
  }

  @Override
  public void sizes(StateSizes hears) {
    names.forEach((name, bytes) ->
        hears.state(name.step, bytes.entries, bytes.memoryBytes(), bytes.hits, bytes.misses));
  }

  /** Closes the view of the checkpoint. */
  @Override
  public void close() {
    cache.base.close();
  }
}
