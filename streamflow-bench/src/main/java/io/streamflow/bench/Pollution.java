package io.streamflow.bench;

import io.streamflow.Stream;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.spi.Sink;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Six other pipelines, run before anything is measured: in a JVM that has only ever run one, shared
 * code has a type profile that no application would see.
 */
public final class Pollution {
  private static final int ITEMS = 500_000;
  private static final Event[] EVENTS = Event.many(1 << 12, 100, 100, 0);

  private Pollution() {}

  private static List<Sink<Event>> sinks(Total total) {
    return List.of(
        Sinks.forEach(e -> total.add(e.value())),
        Sinks.forEach(e -> total.add(e.key())),
        Sinks.forEach(e -> total.add(e.id())),
        Sinks.forEach(e -> total.add(e.timestamp())),
        Sinks.forEach(e -> total.add(e.value() + e.key())),
        Sinks.forEach(e -> total.add(e.value() + e.id())));
  }

  private static List<Function<Stream<Event>, Stream<Event>>> pipelines() {
    return List.of(
        s -> s.map(e -> new Event(e.id(), 1, e.value(), e.timestamp())),
        s -> s.filter(e -> e.key() > 3).map(e -> new Event(2, e.key(), e.id(), e.timestamp())),
        s -> s.map(e -> e.value() + e.id()).filter(v -> v % 3 == 0).map(v -> new Event(v, v, v, v)),
        s ->
            s.<Event>flatMap((e, out) -> {
              out.emit(e);
              out.emit(new Event(e.key(), e.key(), e.key(), e.key()));
            }),
        s ->
            s.map(e -> Long.toString(e.value()))
                .<String>flatMap((text, out) -> {
                  if (text.length() > 2) {
                    out.emit(text);
                  }
                })
                .map(text -> new Event(text.length(), 0, 0, 0)),
        s ->
            s.keyBy(e -> "key" + e.key())
                .reduce((a, b) -> b.value() > a.value() ? b : a)
                .filter(e -> e.value() > 10));
  }

  private static List<Function<java.util.stream.Stream<Event>, java.util.stream.Stream<Event>>>
      streams() {
    return List.of(
        s -> s.map(e -> new Event(e.id(), 1, e.value(), e.timestamp())),
        s -> s.filter(e -> e.key() > 3).map(e -> new Event(2, e.key(), e.id(), e.timestamp())),
        s -> s.map(e -> e.value() + e.id()).filter(v -> v % 3 == 0).map(v -> new Event(v, v, v, v)),
        s ->
            s.<Event>mapMulti((e, out) -> {
              out.accept(e);
              out.accept(new Event(e.key(), e.key(), e.key(), e.key()));
            }),
        s -> s.map(e -> Long.toString(e.value())).map(text -> new Event(text.length(), 0, 0, 0)),
        s -> s.filter(e -> e.hashCode() > 10).skip(1));
  }

  /** Runs them all, specialised and plain, and as JDK streams. */
  public static void run() throws Exception {
    for (boolean fusion : new boolean[] {true, false}) {
      JobOptions options = JobOptions.defaults().parallelism(1).fusion(fusion);
      for (int i = 0; i < pipelines().size(); i++) {
        Replay source = new Replay(EVENTS, 0, 1);
        Stream<Event> end = pipelines().get(i).apply(Stream.from(source));
        int index = i;
        Workload work = JobWork.of(source, options, total -> end.to(sinks(total).get(index)));
        work.pass(ITEMS);
        work.end();
      }
    }
    Total total = new Total();
    for (var steps : streams()) {
      for (int left = ITEMS; left > 0; left -= EVENTS.length) {
        steps.apply(Arrays.stream(EVENTS)).forEach(e -> total.add(e.value()));
      }
    }
  }
}
