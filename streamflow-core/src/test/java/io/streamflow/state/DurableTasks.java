package io.streamflow.state;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Some tasks with one keyed state, one paned state and timers each, over one store. */
final class DurableTasks {
  static final Codec<Object> TEXT = textCodec();
  private static final String STEP = "step";

  @SuppressWarnings("unchecked") // takes only texts
  private static Codec<Object> textCodec() {
    return (Codec<Object>) (Codec<?>) Codecs.of(String.class);
  }

  /** A number that is changed in place. */
  static final class Cell {
    long number;

    Cell(long number) {
      this.number = number;
    }
  }

  enum CellCodec implements Codec<Cell> {
    INSTANCE;

    @Override
    public void write(Cell value, DataOutput out) throws IOException {
      out.writeLong(value.number);
    }

    @Override
    public Cell read(DataInput in) throws IOException {
      return new Cell(in.readLong());
    }

    @Override
    public String fingerprint() {
      return "cell";
    }

    @Override
    public boolean canonical() {
      return false;
    }
  }

  private static final NumberForm<Cell> NUMBER = NumberForm.one(Cell::new, cell -> cell.number);

  /** How the states hold their values, which nothing shows in what is stored. */
  enum Form {
    OBJECTS(null),
    ONE_NUMBER(NUMBER),
    SOME_THREE_NUMBERS(new ThreeNumbers<>(cell -> cell.number, Cell::new));

    @SuppressWarnings("ImmutableEnumChecker") // its functions are
    private final NumberForm<Cell> numbers;

    Form(NumberForm<Cell> numbers) {
      this.numbers = numbers;
    }

    static Form random(Random random) {
      return values()[random.nextInt(values().length)];
    }
  }

  private static final Map<String, StoredState<?, ?>> STATES =
      Map.of(
          "keyed", stored(7, TEXT, CellCodec.INSTANCE),
          "paned", stored(8, TEXT, CellCodec.INSTANCE),
          "t timers", stored(9, TEXT, new KeyTimersCodec<>(TEXT)),
          "t deadlines", stored(10, TEXT, Codecs.of(Long.class)),
          "t sequences", stored(11, GroupCodec.INSTANCE, Codecs.of(Long.class)));

  static <K, V> StoredState<K, V> stored(int id, Codec<K> key, Codec<V> value) {
    return new StoredState<>(id, key, value, List.of(value), 0);
  }

  /** One of the tasks. */
  static final class Task {
    final DurableBackend backend;
    final KeyedState<Object, Cell> keyed;
    final PanedState<Object, Cell> paned;
    final Timers<Object, Object> timers;

    Task(MapStore store, int first, int end, long memoryBytes, Form form) {
      backend =
          new DurableBackend(
              store.view(), first, end, (_, state) -> STATES.get(state), Map.of(), memoryBytes);
      keyed = backend.keyed(STEP, "keyed", form.numbers);
      paned = backend.paned(STEP, "paned", form.numbers);
      timers = new Timers<>(backend, STEP, "t");
    }
  }

  final List<Task> tasks = new ArrayList<>();
  private final MapStore store;

  final Form form;

  DurableTasks(MapStore store, int count, long memoryBytes, Form form) {
    this.store = store;
    this.form = form;
    for (int i = 0; i < count; i++) {
      tasks.add(new Task(store, firstOf(i, count), firstOf(i + 1, count), memoryBytes, form));
    }
  }

  private static int firstOf(int task, int count) {
    int group = 0;
    while (group < 1024 && KeyGroups.owner(group, count) < task) {
      group++;
    }
    return group;
  }

  int ownerOf(Object key) {
    return KeyGroups.owner(KeyGroups.of(TEXT.stableHash(key)), tasks.size());
  }

  Task of(Object key) {
    return tasks.get(ownerOf(key));
  }

  void freeze() {
    tasks.forEach(task -> task.backend.freeze());
  }

  boolean isFrozen() {
    return tasks.getFirst().backend.isFrozen();
  }

  /** Goes on with the checkpoint; whether it is committed. */
  boolean serialize(int entries) {
    boolean done = true;
    for (Task task : tasks) {
      done &= task.backend.serialize(entries);
    }
    if (done) {
      store.commit(tasks.stream().map(task -> task.backend.takeWrites()).toList());
      tasks.forEach(task -> task.backend.committed());
    }
    return done;
  }

  void checkpoint() {
    freeze();
    serialize(Integer.MAX_VALUE);
  }
}
