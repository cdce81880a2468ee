package io.streamflow.bench.workload;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What is to be done with the events of a {@link Feed}. */
public enum Workload {
  /** Source, map, filter that half of them pass, map, sink. */
  W1("W1", Kind.MAP, "map, filter, map"),
  /** The same, with another thread from after the first map on. */
  W1_BOUNDARY("W1-boundary", Kind.MAP, "map, asynchronous boundary, filter, map"),
  /** A running sum per key, one result per event. */
  W2("W2", Kind.SUM, "running sum per key"),
  /** The same, with 200 ns of work on each event before it is keyed. */
  W2_WORK("W2-work", Kind.SUM, "running sum per key, 200 ns of work per item"),
  /** A count per key and second. */
  W3("W3", Kind.TUMBLING, "tumbling 1 s count"),
  /** The same, with 200 ns of work on each event before it is keyed. */
  W3_WORK("W3-work", Kind.TUMBLING, "tumbling 1 s count, 200 ns of work per item"),
  /** The same, with state made durable each second. */
  W3_DURABLE("W3-durable", Kind.TUMBLING, "tumbling 1 s count, durable each second"),
  /** A count per key of the last 10 seconds, each second. */
  W4("W4", Kind.SLIDING, "sliding 10 s by 1 s count"),
  /** A count per key and session. */
  W5("W5", Kind.SESSION, "sessions, gap 1 s, 100,000 keys"),
  /** W1 at a fixed rate: from when an event was due until it is at the sink. */
  W6_ELEMENT("W6-element", Kind.MAP, "latency of map, filter, map"),
  /** A count per key and 100 ms, at a fixed rate: from the window's end to its results. */
  W6_WINDOW("W6-window", Kind.TUMBLING, "latency of tumbling 100 ms count"),
  /** W6_WINDOW, or W1, in a new JVM: from main() to the first event at the sink. */
  W7("W7", Kind.MAP, "main() to the first item"),
  /** The same for the first result of a durable W3. */
  W7_DURABLE("W7-durable", Kind.TUMBLING, "main() to the first window, durable"),
  /** W6_WINDOW in a new JVM with a small heap: how much memory the process has after a GC. */
  W7_MEMORY("W7-memory", Kind.TUMBLING, "resident memory with 100 ms windows"),
  /** W3_DURABLE at a fixed rate for minutes, watched. */
  STEADY("steady", Kind.TUMBLING, "tumbling 1 s count, durable, for minutes");

  /** The steps between source and sink. */
  public enum Kind {
    /** Map, filter, map. */
    MAP,
    /** Running sum. */
    SUM,
    /** Tumbling windows. */
    TUMBLING,
    /** Sliding windows. */
    SLIDING,
    /** Sessions. */
    SESSION
  }

  private final String id;
  private final Kind kind;
  private final String title;

  Workload(String id, Kind kind, String title) {
    this.id = id;
    this.kind = kind;
    this.title = title;
  }

  /** As on the command line. */
  public String id() {
    return id;
  }

  /** The steps. */
  public Kind kind() {
    return kind;
  }

  /** For tables. */
  public String title() {
    return title;
  }

  /** Whether 200 ns are to be spent on each event. */
  public boolean works() {
    return this == W2_WORK || this == W3_WORK;
  }

  /** Whether state is to be durable, with a checkpoint each second. */
  public boolean durable() {
    return this == W3_DURABLE || this == W7_DURABLE || this == STEADY;
  }

  /** Whether events come at a fixed rate, and not as fast as they are taken. */
  public boolean paced() {
    return this == W6_ELEMENT || this == W6_WINDOW || this == W7_MEMORY || this == STEADY;
  }

  /** How many keys there are unless somebody says otherwise. */
  public int keys() {
    return this == W5 ? 100_000 : 10_000;
  }

  /**
   * The one of that {@link #id}.
   *
   * @throws IllegalArgumentException when there is none; the message names all
   */
  public static Workload of(String id) {
    for (Workload each : values()) {
      if (each.id.equals(id)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "no workload '%s'; there are %s"
            .formatted(
                id, Arrays.stream(values()).map(Workload::id).collect(Collectors.joining(" "))));
  }
}
