package io.streamflow.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What windows mean, in the simplest way: all items in one list, every question answered by walking
 * it. Subclasses say which windows there are.
 */
abstract class WindowModel {
  /** A window of a key. */
  record Held(String key, TimeWindow window) {}

  final WindowCase wanted;
  Long watermark; // null before the first
  private final Map<String, List<String>> results = new TreeMap<>();
  private final Map<String, List<Integer>> late = new TreeMap<>();
  private int lateCount;

  WindowModel(WindowCase wanted) {
    this.wanted = wanted;
  }

  static WindowCase.Outcome outcome(WindowCase wanted) {
    WindowModel model =
        wanted.windows() instanceof Windows.Session
            ? new SessionModel(wanted)
            : new AlignedModel(wanted);
    return model.run();
  }

  /** Takes an item in and shows it where its window has ended; false when it is late. */
  abstract boolean take(Item item);

  /** The windows that have items and end after {@code from}, up to {@code to}, in order of end. */
  abstract List<Held> ending(long from, long to);

  /** The windows of changed keys that end after {@code time}; all are unchanged from then on. */
  abstract List<Held> takeChanged(long time);

  abstract List<Item> items(Held held);

  /** The watermark has moved and everything was shown. */
  void forget() {}

  private WindowCase.Outcome run() {
    for (Item item : wanted.input()) {
      if (item.kept() && !take(item)) {
        lateCount++;
        late.computeIfAbsent(item.key(), _ -> new ArrayList<>()).add(item.id());
      }
      long reached = item.time() - wanted.disorderMillis();
      if (watermark == null || reached > watermark) {
        advance(reached);
      }
    }
    emit(ending(watermark, Long.MAX_VALUE), Pane.ON_TIME);
    return new WindowCase.Outcome(results, late, lateCount);
  }

  private void advance(long now) {
    long before = watermark == null ? Long.MIN_VALUE : watermark;
    long early = wanted.earlyMillis();
    long showAt = early == 0 ? 0 : (Math.floorDiv(before, early) + 1) * early;
    if (early > 0 && watermark != null && showAt <= now) {
      emit(ending(before, showAt), Pane.ON_TIME);
      emit(takeChanged(showAt), Pane.EARLY);
      before = showAt;
    }
    emit(ending(before, now), Pane.ON_TIME);
    watermark = now;
    forget();
  }

  void emit(List<Held> windows, Pane pane) {
    for (Held held : windows) {
      results
          .computeIfAbsent(held.key(), _ -> new ArrayList<>())
          .add(WindowCase.show(held.window(), WindowCase.ids(items(held)), pane));
    }
  }

  boolean closed(long end) {
    return watermark != null && end <= watermark;
  }

  boolean gone(long end) {
    return closed(end + wanted.latenessMillis());
  }

  static final Comparator<Held> BY_END = Comparator.comparing(Held::window);

  /** Tumbling and sliding windows. */
  private static final class AlignedModel extends WindowModel {
    private final long size;
    private final long slide;
    private final long offset;
    private final List<Item> accepted = new ArrayList<>();
    private final Set<Held> changed = new TreeSet<>(BY_END.thenComparing(Held::key));

    AlignedModel(WindowCase wanted) {
      super(wanted);
      switch (wanted.windows()) {
        case Windows.Tumbling(long length, long moved) -> {
          size = length;
          slide = length;
          offset = moved;
        }
        case Windows.Sliding(long length, long step, long moved) -> {
          size = length;
          slide = step;
          offset = moved;
        }
        default -> throw new IllegalArgumentException();
      }
    }

    private List<Held> windowsOf(Item item) {
      List<Held> windows = new ArrayList<>();
      long start = item.time() - Math.floorMod(item.time() - offset, slide);
      while (start > item.time() - size) {
        windows.addFirst(new Held(item.key(), new TimeWindow(start, start + size)));
        start -= slide;
      }
      return windows;
    }

    @Override
    boolean take(Item item) {
      List<Held> windows = windowsOf(item);
      if (windows.stream().allMatch(held -> gone(held.window().endMillis()))) {
        return false;
      }
      accepted.add(item);
      changed.addAll(windows);
      windows.removeIf(
          held -> !closed(held.window().endMillis()) || gone(held.window().endMillis()));
      emit(windows, Pane.LATE);
      return true;
    }

    @Override
    List<Held> ending(long from, long to) {
      return accepted.stream()
          .flatMap(item -> windowsOf(item).stream())
          .filter(held -> held.window().endMillis() > from && held.window().endMillis() <= to)
          .distinct()
          .sorted(BY_END)
          .toList();
    }

    @Override
    List<Held> takeChanged(long time) {
      List<Held> open = new ArrayList<>(changed);
      open.removeIf(held -> held.window().endMillis() <= time);
      changed.clear();
      return open;
    }

    @Override
    List<Item> items(Held held) {
      return accepted.stream()
          .filter(item -> windowsOf(item).contains(held))
          .collect(Collectors.toList());
    }
  }

  /** Sessions: groups of items of a key, until they are gone. */
  private static final class SessionModel extends WindowModel {
    private final long gap;
    private List<List<Item>> groups = new ArrayList<>();
    private final Set<String> changed = new TreeSet<>();

    SessionModel(WindowCase wanted) {
      super(wanted);
      gap = ((Windows.Session) wanted.windows()).gapMillis();
    }

    private Held held(List<Item> group) {
      long first = group.stream().mapToLong(Item::time).min().orElseThrow();
      long last = group.stream().mapToLong(Item::time).max().orElseThrow();
      return new Held(group.getFirst().key(), new TimeWindow(first, last + gap));
    }

    private boolean meet(Held group, Item item) {
      return group.key().equals(item.key())
          && item.time() < group.window().endMillis()
          && group.window().startMillis() < item.time() + gap;
    }

    @Override
    boolean take(Item item) {
      List<Item> merged = new ArrayList<>(List.of(item));
      List<List<Item>> others = new ArrayList<>();
      for (List<Item> group : groups) {
        if (meet(held(group), item)) {
          merged.addAll(group);
        } else {
          others.add(group);
        }
      }
      Held session = held(merged);
      if (gone(session.window().endMillis())) {
        return false;
      }
      others.add(merged);
      groups = others;
      changed.add(item.key());
      if (closed(session.window().endMillis())) {
        emit(List.of(session), Pane.LATE);
      }
      return true;
    }

    @Override
    List<Held> ending(long from, long to) {
      return groups.stream()
          .map(this::held)
          .filter(held -> held.window().endMillis() > from && held.window().endMillis() <= to)
          .sorted(BY_END)
          .toList();
    }

    @Override
    List<Held> takeChanged(long time) {
      List<Held> open =
          groups.stream()
              .map(this::held)
              .filter(held -> changed.contains(held.key()) && held.window().endMillis() > time)
              .sorted(BY_END)
              .toList();
      changed.clear();
      return open;
    }

    @Override
    List<Item> items(Held held) {
      return groups.stream().filter(group -> held(group).equals(held)).findFirst().orElseThrow();
    }

    @Override
    void forget() {
      groups.removeIf(group -> gone(held(group).window().endMillis()));
    }
  }
}
