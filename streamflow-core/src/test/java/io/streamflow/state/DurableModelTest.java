package io.streamflow.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.state.DurableTasks.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Durable state against plain maps, through checkpoints at any moment, crashes and rescaling. */
class DurableModelTest {
  private static final int SEEDS = 60;
  private static final int STEPS = 3_000;

  /** What the state should hold. */
  private static final class Model {
    final Map<Object, Long> keyed = new HashMap<>();
    final TreeMap<Long, Map<Object, Long>> paned = new TreeMap<>();

    /** In order of setting. */
    final List<Timers.Timer<Object, Object>> timers = new ArrayList<>();

    Model copy() {
      Model copy = new Model();
      copy.keyed.putAll(keyed);
      paned.forEach((time, keys) -> copy.paned.put(time, new HashMap<>(keys)));
      copy.timers.addAll(timers);
      return copy;
    }
  }

  private final MapStore store = new MapStore();
  private Model model = new Model();
  private Model frozen = new Model();
  private Model committed = new Model();
  private DurableTasks tasks = new DurableTasks(store, 1, 1000, DurableTasks.Form.OBJECTS);
  private boolean rescaling;
  private Random random = new Random(0);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void holdsWhatMapsHold(boolean rescaled) {
    for (long seed = 0; seed < SEEDS; seed++) {
      DurableModelTest test = new DurableModelTest();
      test.rescaling = rescaled;
      test.random = new Random(seed);
      try {
        test.run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private void run() {
    int keys = 1 + random.nextInt(60);
    for (int step = 0; step < STEPS; step++) {
      int number = random.nextInt(keys);
      Object key = number % 7 == 6 ? "long".repeat(120 + number) : "k" + number;
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3 -> add(key);
        case 4 -> assertThat(number(tasks.of(key).keyed.get(key))).isEqualTo(model.keyed.get(key));
        case 5 -> {
          tasks.of(key).keyed.remove(key);
          model.keyed.remove(key);
        }
        case 6, 7, 8 -> addToPane(key, time());
        case 9 -> look(key, time());
        case 10 -> dropPane(time());
        case 11, 12 -> {
          Object message = "m" + random.nextInt(2);
          long time = time();
          tasks.of(key).timers.set(key, message, time);
          model.timers.removeIf(
              timer -> timer.key().equals(key) && timer.message().equals(message));
          model.timers.add(new Timers.Timer<>(time, key, message));
        }
        case 13 -> {
          tasks.of(key).timers.cancel(key, "m0");
          model.timers.removeIf(timer -> timer.key().equals(key) && timer.message().equals("m0"));
        }
        case 14 -> fire(random.nextInt(6));
        case 15 -> tasks.tasks.forEach(task -> task.backend.evict());
        case 16, 17 -> checkpoint();
        default -> {
          if (random.nextInt(20) == 0) {
            checkAll();
          } else if (random.nextInt(30) == 0) {
            crash();
          } else if (random.nextInt(100) == 0) {
            tasks.tasks.forEach(task -> task.keyed.clear());
            model.keyed.clear();
          }
        }
      }
      checkNextTimers();
    }
    while (tasks.isFrozen()) {
      checkpoint();
    }
    crash();
  }

  private long time() {
    return random.nextInt(12) - 5L;
  }

  private void add(Object key) {
    KeyedState<Object, Cell> state = tasks.of(key).keyed;
    int at = state.slot(key);
    if (!addNumber(state, at)) {
      state.set(at, changed(state.value(at), random.nextBoolean()));
    }
    model.keyed.merge(key, 1L, Long::sum);
  }

  /** Adds one without an object, if that can be and chance wants it. */
  private boolean addNumber(KeyedState<Object, Cell> state, int at) {
    if (random.nextBoolean()) {
      return false;
    }
    switch (tasks.form) {
      case ONE_NUMBER -> state.setNumber(at, state.number(at) + 1);
      case SOME_THREE_NUMBERS -> {
        long next = state.number(at, 0) + 1;
        if (!ThreeNumbers.isFit(next) || (state.value(at) != null && !state.hasNumbers(at))) {
          return false;
        }
        state.setNumber(at, 0, next);
        state.setNumber(at, 1, -next);
        state.setNumber(at, 2, 3 * next);
      }
      case OBJECTS -> {
        return false;
      }
    }
    return true;
  }

  private static Cell changed(Cell cell, boolean inPlace) {
    if (cell == null || !inPlace) {
      return new Cell(cell == null ? 1 : cell.number + 1);
    }
    cell.number++;
    return cell;
  }

  private void addToPane(Object key, long time) {
    PanedState<Object, Cell> panes = tasks.of(key).paned;
    if (random.nextBoolean()) {
      KeyedState<Object, Cell> pane = panes.pane(time);
      int at = pane.slot(key);
      if (!addNumber(pane, at)) {
        pane.set(at, changed(pane.value(at), true));
      }
    } else {
      KeyedState<Object, Cell> pane = panes.existing(time);
      panes.put(time, key, changed(pane == null ? null : pane.get(key), false));
    }
    model.paned.computeIfAbsent(time, _ -> new HashMap<>()).merge(key, 1L, Long::sum);
  }

  private void look(Object key, long time) {
    KeyedState<Object, Cell> pane = tasks.of(key).paned.existing(time);
    assertThat(pane == null ? null : number(pane.get(key)))
        .isEqualTo(model.paned.getOrDefault(time, Map.of()).get(key));
    for (DurableTasks.Task task : tasks.tasks) {
      long first =
          model.paned.tailMap(time, false).entrySet().stream()
              .filter(
                  entry -> entry.getValue().keySet().stream().anyMatch(k -> tasks.of(k) == task))
              .mapToLong(Map.Entry::getKey)
              .findFirst()
              .orElse(PanedState.NEVER);
      assertThat(task.paned.firstAfter(time)).isEqualTo(first);
    }
  }

  private void dropPane(long time) {
    tasks.tasks.forEach(task -> task.paned.drop(time));
    model.paned.remove(time);
  }

  private void fire(long now) {
    List<Timers.Timer<Object, Object>> due =
        model.timers.stream()
            .filter(timer -> timer.time() <= now)
            .sorted(Comparator.comparingLong(Timers.Timer::time))
            .toList();
    List<Timers.Timer<Object, Object>> fired = new ArrayList<>();
    for (DurableTasks.Task task : tasks.tasks) {
      for (var timer = task.timers.poll(now); timer != null; timer = task.timers.poll(now)) {
        fired.add(timer);
      }
    }
    if (rescaling) {
      assertThat(fired).containsExactlyInAnyOrderElementsOf(due);
    } else {
      assertThat(fired).isEqualTo(due);
    }
    model.timers.removeAll(due);
  }

  private void checkNextTimers() {
    for (DurableTasks.Task task : tasks.tasks) {
      long next =
          model.timers.stream()
              .filter(timer -> tasks.of(timer.key()) == task)
              .mapToLong(Timers.Timer::time)
              .min()
              .orElse(Long.MAX_VALUE);
      assertThat(task.timers.next()).isEqualTo(next);
    }
  }

  private void checkpoint() {
    if (!tasks.isFrozen()) {
      tasks.freeze();
      frozen = model.copy();
    } else if (tasks.serialize(random.nextInt(20) == 0 ? Integer.MAX_VALUE : 1)) {
      committed = frozen;
    }
  }

  private void crash() {
    model = committed.copy();
    int count = rescaling ? 1 + random.nextInt(4) : 1;
    tasks =
        new DurableTasks(store, count, random.nextInt(4) * 1000L, DurableTasks.Form.random(random));
    checkAll();
    assertThat(storedPairs(store)).isEqualTo(storedPairs(writtenAtOnce(model)));
    int reopened = rescaling ? 1 + random.nextInt(4) : 1;
    tasks =
        new DurableTasks(
            store, reopened, random.nextInt(4) * 1000L, DurableTasks.Form.random(random));
  }

  private void checkAll() {
    Map<Object, Long> keyed = new HashMap<>();
    TreeMap<Long, Map<Object, Long>> paned = new TreeMap<>();
    for (DurableTasks.Task task : tasks.tasks) {
      read(task.keyed, keyed);
      for (long time = task.paned.first();
          time != PanedState.NEVER;
          time = task.paned.firstAfter(time)) {
        read(task.paned.existing(time), paned.computeIfAbsent(time, _ -> new HashMap<>()));
      }
    }
    assertThat(keyed).isEqualTo(model.keyed);
    assertThat(paned).isEqualTo(model.paned);
  }

  private void read(KeyedState<Object, Cell> state, Map<Object, Long> into) {
    Map<Object, Long> numbers = new HashMap<>();
    var entries = state.entries();
    while (entries.next()) {
      long number = entries.value().number;
      assertThat(into.put(entries.key(), number)).as("seen twice").isNull();
      numbers.put(entries.key(), number);
    }
    numbers.forEach((key, number) -> {
      int at = state.slot(key);
      assertThat(state.hasNumbers(at))
          .isEqualTo(
              switch (tasks.form) {
                case OBJECTS -> false;
                case ONE_NUMBER -> true;
                case SOME_THREE_NUMBERS -> ThreeNumbers.isFit(number);
              });
      if (state.hasNumbers(at)) {
        assertThat(state.number(at, 0)).isEqualTo(number);
      }
    });
  }

  /** The pairs of the keyed and the paned state. */
  private static List<String> storedPairs(MapStore store) {
    return store.dump().stream()
        .filter(pair -> pair.startsWith("[0, 7,") || pair.startsWith("[0, 8,"))
        .toList();
  }

  private static MapStore writtenAtOnce(Model model) {
    MapStore fresh = new MapStore();
    DurableTasks one = new DurableTasks(fresh, 1, Long.MAX_VALUE, DurableTasks.Form.OBJECTS);
    DurableTasks.Task task = one.tasks.getFirst();
    model.keyed.forEach((key, number) -> task.keyed.set(task.keyed.slot(key), new Cell(number)));
    model.paned.forEach(
        (time, keys) -> keys.forEach((key, number) -> task.paned.put(time, key, new Cell(number))));
    one.checkpoint();
    return fresh;
  }

  private static Long number(Cell cell) {
    return cell == null ? null : cell.number;
  }
}
