package io.streamflow.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store of checkpoints in a map, whose views show what was committed when they were renewed. */
public final class MapStore {
  private TreeMap<byte[], byte[]> committed = new TreeMap<>(Arrays::compareUnsigned);

  /** Commits what several tasks have changed in one epoch. */
  public void commit(List<EpochWrites> writes) {
    TreeMap<byte[], byte[]> next = new TreeMap<>(committed);
    for (EpochWrites of : writes) {
      of.forEachRange(range -> next.subMap(range.from(), range.to()).clear());
    }
    TreeMap<byte[], Boolean> seen = new TreeMap<>(Arrays::compareUnsigned);
    for (EpochWrites of : writes) {
      of.forEachPair(pair -> {
        if (seen.put(pair.key(), true) != null) {
          throw new AssertionError("written twice: " + Arrays.toString(pair.key()));
        }
        if (pair.value() == null) {
          next.remove(pair.key());
        } else {
          next.put(pair.key(), pair.value());
        }
      });
    }
    committed = next;
  }

  /** Everything, as text. */
  List<String> dump() {
    List<String> all = new ArrayList<>();
    committed.forEach((key, value) -> all.add(Arrays.toString(key) + Arrays.toString(value)));
    return all;
  }

  /** How many pairs there are. */
  public int size() {
    return committed.size();
  }

  /** A view of the newest checkpoint. */
  public BaseView view() {
    return new View();
  }

  private final class View implements BaseView {
    private TreeMap<byte[], byte[]> shown = committed;

    @Override
    public byte @Nullable [] get(byte[] key) {
      return shown.get(key);
    }

    @Override
    public List<Entry> page(byte[] from, byte[] to, int limit) {
      return shown.subMap(from, to).entrySet().stream()
          .limit(limit)
          .map(entry -> new Entry(entry.getKey(), entry.getValue()))
          .toList();
    }

    @Override
    public byte @Nullable [] first(byte[] from, byte[] to) {
      var part = shown.subMap(from, to);
      return part.isEmpty() ? null : part.firstKey();
    }

    @Override
    public byte @Nullable [] last(byte[] from, byte[] to) {
      var part = shown.subMap(from, to);
      return part.isEmpty() ? null : part.lastKey();
    }

    @Override
    public void renew() {
      shown = committed;
    }

    @Override
    public void close() {}
  }
}
