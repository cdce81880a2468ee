package io.streamflow.testing;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source that follows a script, partition by partition: items, pauses in which nothing comes,
 * records that cannot be decoded, failures of the reader. A partition ends with its script.
 * Immutable.
 *
 * @param <T> the items
 */
public final class ScriptedSource<T> implements Source<T> {
  private static final long serialVersionUID = 1L;

  /** One line of a script. */
  private sealed interface Line<T> extends Serializable {
    /** An item, with the source's own timestamp if it has one. */
    @SuppressWarnings("serial") // the test's own items
    record Item<T>(T value, @Nullable Long timestampMillis) implements Line<T> {}

    /** So many reads find nothing, with or without knowing that there is something. */
    record Pause<T>(int reads, boolean catchingUp) implements Line<T> {}

    /** A record that cannot be decoded. */
    record Reject<T>(String text) implements Line<T> {}

    /** The reader fails. */
    record Fail<T>(String message) implements Line<T> {}
  }

  private final LinkedHashMap<String, ArrayList<Line<T>>> partitions;
  private final String current;

  @SuppressWarnings("NonApiType") // serializable types, in order
  private ScriptedSource(LinkedHashMap<String, ArrayList<Line<T>>> partitions, String current) {
    this.partitions = partitions;
    this.current = current;
  }

  /** A script with one partition, named "0", that is empty so far. */
  public static <T> ScriptedSource<T> script() {
    LinkedHashMap<String, ArrayList<Line<T>>> partitions = new LinkedHashMap<>();
    partitions.put("0", new ArrayList<>());
    return new ScriptedSource<>(partitions, "0");
  }

  /** A script of these items in one partition. */
  @SafeVarargs
  public static <T> ScriptedSource<T> of(T... items) {
    ScriptedSource<T> script = script();
    for (T item : items) {
      script = script.item(item);
    }
    return script;
  }

  /** What follows belongs to this partition, which is added if there is none of this name. */
  public ScriptedSource<T> partition(String name) {
    LinkedHashMap<String, ArrayList<Line<T>>> copy = new LinkedHashMap<>(partitions);
    if (copy.size() == 1 && copy.containsKey("0") && copy.containsValue(new ArrayList<Line<T>>())) {
      copy.clear(); // the unused first one
    }
    copy.putIfAbsent(name, new ArrayList<>());
    return new ScriptedSource<>(copy, name);
  }

  /** Then an item. */
  public ScriptedSource<T> item(T value) {
    return then(new Line.Item<>(value, null));
  }

  /** Then an item with a timestamp of the source's own. */
  public ScriptedSource<T> item(T value, long timestampMillis) {
    return then(new Line.Item<>(value, timestampMillis));
  }

  /** Then so many reads that find nothing. */
  public ScriptedSource<T> pause(int reads) {
    return then(new Line.Pause<>(reads, false));
  }

  /** Then so many reads that find nothing though there is something: the partition is not idle. */
  public ScriptedSource<T> delay(int reads) {
    return then(new Line.Pause<>(reads, true));
  }

  /** Then a record that cannot be decoded. */
  public ScriptedSource<T> reject(String record) {
    return then(new Line.Reject<>(record));
  }

  /** Then the reader fails with an exception that has this message. */
  public ScriptedSource<T> fail(String message) {
    return then(new Line.Fail<>(message));
  }

  private ScriptedSource<T> then(Line<T> line) {
    LinkedHashMap<String, ArrayList<Line<T>>> copy = new LinkedHashMap<>(partitions);
    ArrayList<Line<T>> lines = new ArrayList<>(copy.getOrDefault(current, new ArrayList<>()));
    lines.add(line);
    copy.put(current, lines);
    return new ScriptedSource<>(copy, current);
  }

  @Override
  public List<String> partitions() {
    return List.copyOf(partitions.keySet());
  }

  @Override
  public boolean timestamped() {
    return partitions.values().stream()
        .flatMap(List::stream)
        .allMatch(line -> !(line instanceof Line.Item<T> item) || item.timestampMillis() != null);
  }

  @Override
  public SourceReader<T> open(String partition, Optional<Offset> from) {
    List<Line<T>> lines = Map.copyOf(partitions).getOrDefault(partition, new ArrayList<>());
    return new Reader<>(partition, lines, from.map(Offset::position).orElse(0L).intValue());
  }

  @Override
  public String description() {
    return "script of " + partitions.size() + " partitions";
  }

  private static final class Reader<T> implements SourceReader<T> {
    private final String partition;
    private final List<Line<T>> lines;
    private int at;
    private int paused;

    Reader(String partition, List<Line<T>> lines, int at) {
      this.partition = partition;
      this.lines = lines;
      this.at = at;
    }

    @Override
    public Status read(SourceOutput<T> out, long maxWaitMillis) {
      boolean found = false;
      while (at < lines.size() && !out.isFull()) {
        switch (lines.get(at)) {
          case Line.Item<T>(T value, Long timestamp) -> {
            at++;
            found = true;
            if (timestamp == null) {
              out.emit(value);
            } else {
              out.emit(value, timestamp);
            }
          }
          case Line.Pause<T>(int reads, boolean _) -> {
            if (paused < reads) {
              paused += found ? 0 : 1;
              return Status.OPEN;
            }
            paused = 0;
            at++;
          }
          case Line.Reject<T>(String text) -> {
            found = true;
            String where = partition + ":" + at++;
            out.reject(text, where, new IllegalArgumentException("cannot decode '" + text + "'"));
          }
          case Line.Fail<T>(String message) -> throw new IllegalStateException(message);
        }
      }
      return at == lines.size() ? Status.ENDED : Status.OPEN;
    }

    @Override
    public boolean isCatchingUp() {
      return at < lines.size()
          && lines.get(at) instanceof Line.Pause<T>(int _, boolean catchingUp)
          && catchingUp;
    }

    @Override
    public Offset offset() {
      return Offset.of(at);
    }

    @Override
    public void close() {}
  }
}
