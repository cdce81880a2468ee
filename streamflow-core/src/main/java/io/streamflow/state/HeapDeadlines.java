package io.streamflow.state;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keys in the order in which they came, in a list per millisecond and a page per 64 of these. */
final class HeapDeadlines<K> implements Deadlines<K> {
  private static final int PAGE_BITS = 6;
  private static final int PAGE = 1 << PAGE_BITS;

  /** Lists for so many milliseconds. */
  private static final class Page<K> {
    final @Nullable KeyList<K>[] lists = lists();

    /** A bit for each list with keys. */
    long used;

    long number;

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
    private static <K> @Nullable KeyList<K>[] lists() {
      return new KeyList[PAGE];
    }

    KeyList<K> at(long time) {
      int at = (int) (time & (PAGE - 1));
      KeyList<K> list = lists[at];
      if (list == null) {
        list = new KeyList<>();
        lists[at] = list;
      }
      used |= 1L << at;
      return list;
    }

    long first() {
      return (number << PAGE_BITS) + Long.numberOfTrailingZeros(used);
    }
  }

  private final TreeMap<Long, Page<K>> pages = new TreeMap<>();

  /** Pages that are through, to be filled again. */
  private final ArrayDeque<Page<K>> free = new ArrayDeque<>();

  /** The page that was added to last, which the next key is mostly for too. */
  private @Nullable Page<K> last;

  private @Nullable KeyList<K> taken;

  /** The page of {@link #taken}, if that was its last list. */
  private @Nullable Page<K> through;

  private long first = PanedState.NEVER;
  private int size;

  @Override
  public void add(long time, K key) {
    long number = time >> PAGE_BITS;
    Page<K> page = last;
    if (page == null || page.number != number) {
      page = page(number);
      last = page;
    }
    page.at(time).add(key);
    first = Math.min(first, time);
    size++;
  }

  private Page<K> page(long number) {
    Page<K> page = pages.get(number);
    if (page == null) {
      page = free.isEmpty() ? new Page<>() : free.pop();
      page.number = number;
      pages.put(number, page);
    }
    return page;
  }

  @Override
  public long first() {
    return first;
  }

  @Override
  public KeyList<K> takeFirst() {
    recycle();
    Page<K> page = pages.firstEntry().getValue();
    int at = Long.numberOfTrailingZeros(page.used);
    page.used &= page.used - 1;
    if (page.used == 0) {
      pages.remove(page.number);
      last = null;
      through = page;
    }
    first = pages.isEmpty() ? PanedState.NEVER : pages.firstEntry().getValue().first();
    KeyList<K> list = Objects.requireNonNull(page.lists[at]);
    taken = list;
    size -= list.size();
    return list;
  }

  private void recycle() {
    if (taken != null) {
      taken.clear();
      taken = null;
    }
    if (through != null && free.size() <= pages.size()) {
      free.push(through);
    }
    through = null;
  }

  /** How many keys wait, each as often as it will come out. */
  int size() {
    return size;
  }
}
