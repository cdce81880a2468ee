package io.streamflow.bench;

import io.streamflow.Stream;
import io.streamflow.function.FilterFunction;
import io.streamflow.function.FlatMapFunction;
import io.streamflow.function.MapFunction;
import io.streamflow.job.JobOptions;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Stateless chains over {@link Event}: as jobs, as hand-written loops, as JDK streams. */
final class Chains {
  static final List<String> NAMES = List.of("map", "mapFilterMap", "eightMaps", "flatMapFilterMap");
  static final List<String> WAYS = List.of("handRead", "hand", "fused", "plain", "jdk", "watched");

  /** Small enough to stay in the cache: the chain is measured, not the memory. */
  static final Event[] EVENTS = Event.many(1 << 14, 1000, 100, 0);

  static final MapFunction<Event, Event> M1 =
      e -> new Event(e.id(), e.key(), e.value() + 1, e.timestamp());
  static final MapFunction<Event, Event> M2 =
      e -> new Event(e.id(), e.key(), e.value() * 3, e.timestamp());
  static final MapFunction<Event, Event> M3 =
      e -> new Event(e.id(), e.key(), e.value() ^ e.id(), e.timestamp());
  static final MapFunction<Event, Event> M4 =
      e -> new Event(e.id(), e.key() + 1, e.value(), e.timestamp());
  static final MapFunction<Event, Event> M5 =
      e -> new Event(e.id(), e.key(), e.value() - e.key(), e.timestamp());
  static final MapFunction<Event, Event> M6 =
      e -> new Event(e.id() + 1, e.key(), e.value(), e.timestamp());
  static final MapFunction<Event, Event> M7 =
      e -> new Event(e.id(), e.key(), e.value() + e.id(), e.timestamp());
  static final MapFunction<Event, Event> M8 =
      e -> new Event(e.id(), e.key(), e.value() << 1, e.timestamp());
  static final FilterFunction<Event> EVEN = e -> (e.value() & 1) == 0;
  static final FlatMapFunction<Event, Event> FOUR =
      (e, out) -> {
        for (int i = 0; i < 4; i++) {
          out.emit(new Event(e.id(), e.key(), e.value() + i, e.timestamp()));
        }
      };

  private Chains() {}

  static Workload of(String chain, String way) {
    return switch (way) {
      case "hand" -> hand(chain);
      case "handRead" -> new HandRead(handRead(chain));
      case "fused" -> job(chain, JobWork.unwatched(JobOptions.defaults()));
      case "plain" -> job(chain, JobWork.unwatched(JobOptions.defaults().fusion(false)));
      case "watched" -> {
        JobOptions options = JobWork.watched(chain);
        yield new Watched(options.name(), job(chain, options));
      }
      case "jdk" -> new Jdk(jdkSteps(chain));
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static JobWork job(String chain, JobOptions options) {
    return JobWork.summing(new Replay(EVENTS, 0, 1), options, steps(chain));
  }

  /** A chain of the engine. */
  static Function<Stream<Event>, Stream<Event>> steps(String chain) {
    return switch (chain) {
      case "map" -> s -> s.map(M1);
      case "mapFilterMap" -> s -> s.map(M1).filter(EVEN).map(M2);
      case "eightMaps" -> s -> s.map(M1).map(M2).map(M3).map(M4).map(M5).map(M6).map(M7).map(M8);
      case "flatMapFilterMap" -> s -> s.flatMap(FOUR).filter(EVEN).map(M2);
      default -> throw new IllegalArgumentException(chain);
    };
  }

  private static Workload hand(String chain) {
    return switch (chain) {
      case "map" -> new HandMap();
      case "mapFilterMap" -> new HandMapFilterMap();
      case "eightMaps" -> new HandEightMaps();
      case "flatMapFilterMap" -> new HandFlatMapFilterMap();
      default -> throw new IllegalArgumentException(chain);
    };
  }

  private static ToTotal handRead(String chain) {
    return switch (chain) {
      case "map" -> (e, total) -> total.add(M1.apply(e).value());
      case "mapFilterMap" ->
          (e, total) -> {
            Event event = M1.apply(e);
            if (EVEN.test(event)) {
              total.add(M2.apply(event).value());
            }
          };
      case "eightMaps" ->
          (e, total) -> {
            Event event = M4.apply(M3.apply(M2.apply(M1.apply(e))));
            total.add(M8.apply(M7.apply(M6.apply(M5.apply(event)))).value());
          };
      case "flatMapFilterMap" ->
          (event, total) ->
              FOUR.apply(
                  event,
                  e -> {
                    if (even(e)) {
                      total.add(apply(M2, e).value());
                    }
                  });
      default -> throw new IllegalArgumentException(chain);
    };
  }

  /** A chain of JDK streams. */
  static Function<java.util.stream.Stream<Event>, java.util.stream.Stream<Event>> jdkSteps(
      String chain) {
    return switch (chain) {
      case "map" -> s -> s.map(e -> apply(M1, e));
      case "mapFilterMap" ->
          s -> s.map(e -> apply(M1, e)).filter(Chains::even).map(e -> apply(M2, e));
      case "eightMaps" ->
          s ->
              s.map(e -> apply(M1, e))
                  .map(e -> apply(M2, e))
                  .map(e -> apply(M3, e))
                  .map(e -> apply(M4, e))
                  .map(e -> apply(M5, e))
                  .map(e -> apply(M6, e))
                  .map(e -> apply(M7, e))
                  .map(e -> apply(M8, e));
      case "flatMapFilterMap" ->
          s ->
              s.<Event>mapMulti(
                      (e, out) -> {
                        for (int i = 0; i < 4; i++) {
                          out.accept(new Event(e.id(), e.key(), e.value() + i, e.timestamp()));
                        }
                      })
                  .filter(Chains::even)
                  .map(e -> apply(M2, e));
      default -> throw new IllegalArgumentException(chain);
    };
  }

  static Event apply(MapFunction<Event, Event> function, Event event) {
    try {
      return function.apply(event);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean even(Event event) {
    try {
      return EVEN.test(event);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A chain in one function. */
  private interface ToTotal {
    void accept(Event event, Total total) throws Exception;
  }

  /** By hand, but over the same source as the engine: no buffer, no thread, one function. */
  private static final class HandRead implements Workload, SourceOutput<Event> {
    private final Replay source = new Replay(EVENTS, 0, 1);
    private final SourceReader<Event> reader = source.open("0", Optional.empty());
    private final Total total = new Total();
    private final ToTotal chain;
    private int left;

    HandRead(ToTotal chain) {
      this.chain = chain;
    }

    @Override
    public void pass(int items) throws Exception {
      source.ask(items);
      left = items;
      while (left > 0) {
        reader.read(this, 0);
      }
      reader.read(this, 0);
    }

    @Override
    public void emit(Event event) {
      left--;
      try {
        chain.accept(event, total);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void emit(Event event, long timestampMillis) {
      emit(event);
    }

    @Override
    public void reject(Object record, String where, Exception cause) {
      throw new IllegalStateException(cause);
    }

    @Override
    public boolean isFull() {
      return left == 0;
    }

    @Override
    public Total total() {
      return total;
    }
  }

  /** The loop somebody would write; each chain has one of its own. */
  private abstract static class Hand implements Workload {
    final Total total = new Total();
    int at;

    @Override
    public final Total total() {
      return total;
    }

    @Override
    public final void pass(int items) throws Exception {
      int left = items;
      while (left > 0) {
        int until = Math.min(EVENTS.length, at + left);
        left -= until - at;
        loop(at, until);
        at = until == EVENTS.length ? 0 : until;
      }
    }

    abstract void loop(int from, int until) throws Exception;
  }

  private static final class HandMap extends Hand {
    @Override
    void loop(int from, int until) throws Exception {
      for (int i = from; i < until; i++) {
        total.add(M1.apply(EVENTS[i]).value());
      }
    }
  }

  private static final class HandMapFilterMap extends Hand {
    @Override
    void loop(int from, int until) throws Exception {
      for (int i = from; i < until; i++) {
        Event event = M1.apply(EVENTS[i]);
        if (EVEN.test(event)) {
          total.add(M2.apply(event).value());
        }
      }
    }
  }

  private static final class HandEightMaps extends Hand {
    @Override
    void loop(int from, int until) throws Exception {
      for (int i = from; i < until; i++) {
        Event e = M4.apply(M3.apply(M2.apply(M1.apply(EVENTS[i]))));
        total.add(M8.apply(M7.apply(M6.apply(M5.apply(e)))).value());
      }
    }
  }

  private static final class HandFlatMapFilterMap extends Hand {
    @Override
    void loop(int from, int until) throws Exception {
      for (int i = from; i < until; i++) {
        FOUR.apply(
            EVENTS[i],
            e -> {
              if (even(e)) {
                total.add(apply(M2, e).value());
              }
            });
      }
    }
  }

  private static final class Jdk implements Workload {
    private final Total total = new Total();
    private final Function<java.util.stream.Stream<Event>, java.util.stream.Stream<Event>> steps;
    private int at;

    Jdk(Function<java.util.stream.Stream<Event>, java.util.stream.Stream<Event>> steps) {
      this.steps = steps;
    }

    @Override
    public void pass(int items) {
      int left = items;
      while (left > 0) {
        int until = Math.min(EVENTS.length, at + left);
        left -= until - at;
        steps.apply(Arrays.stream(EVENTS, at, until)).forEach(e -> total.add(e.value()));
        at = until == EVENTS.length ? 0 : until;
      }
    }

    @Override
    public Total total() {
      return total;
    }
  }
}
