package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.WindowedResults;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import io.streamflow.time.EventTime;
import io.streamflow.time.TimeToLive;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline with every kind of state whose results follow from the items alone. A key occurs in
 * one partition only, so that its items have an order; with several partitions what depends on the
 * watermark between two items is left out.
 */
final class EveryKindOfState {
  private static final int ITEMS = 240;
  private static final int KEYS = 6;

  /** An item. */
  record Reading(String key, long value, Instant time) {}

  /** What a key has shown, and when it was last heard of. */
  record Seen(long count, List<Long> values) {}

  /** Tells of keys that fall silent. */
  static final class Silence implements ProcessFunction<String, Reading, Seen, String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public Seen initial(String key) {
      return new Seen(0, List.of());
    }

    @Override
    public Seen onItem(
        Reading item, Seen seen, ProcessContext<String, Seen, String, String> context) {
      List<Long> values = new ArrayList<>(seen.values());
      values.add(item.value());
      context.onEventTime(item.time().plusSeconds(3), "silent");
      return new Seen(
          seen.count() + 1,
          List.copyOf(values.subList(Math.max(0, values.size() - 3), values.size())));
    }

    @Override
    public Seen onTimer(
        String timer, Seen seen, ProcessContext<String, Seen, String, String> context)
        throws Exception {
      context.emit(
          context.key() + " " + timer + " at " + context.timestamp().orElseThrow() + " " + seen);
      return context.clear();
    }
  }

  private final int partitions;
  private final int items;
  private final int keyLength;
  private final @Nullable Fuse fuse;
  private final Map<String, CollectingSink<Object>> sinks = new TreeMap<>();

  private EveryKindOfState(int partitions, int items, int keyLength, @Nullable Fuse fuse) {
    this.partitions = partitions;
    this.items = items;
    this.keyLength = keyLength;
    this.fuse = fuse;
  }

  static EveryKindOfState of(int partitions) {
    return new EveryKindOfState(partitions, ITEMS, 1, null);
  }

  /** The same with sinks of its own. */
  EveryKindOfState another() {
    return new EveryKindOfState(partitions, items, keyLength, fuse);
  }

  /** The same with so many items. */
  EveryKindOfState withItems(int number) {
    return new EveryKindOfState(partitions, number, keyLength, fuse);
  }

  /** The same with keys of so many characters, which only the last tells apart. */
  EveryKindOfState withKeysOf(int characters) {
    return new EveryKindOfState(partitions, items, characters, fuse);
  }

  /** The same with items that pass a fuse. */
  EveryKindOfState through(Fuse passed) {
    return new EveryKindOfState(partitions, items, keyLength, passed);
  }

  private Reading reading(long index) {
    long seconds = index / KEYS + (index % 50 == 49 ? 4 : 0);
    return new Reading(
        "k".repeat(keyLength - 1) + index % KEYS,
        index * 31 % 17,
        Instant.ofEpochSecond(seconds).plusMillis(index * 37 % 900));
  }

  private Reading passed(Reading reading) {
    return fuse == null ? reading : fuse.pass(reading);
  }

  Pipeline pipeline() {
    Stream<Reading> readings =
        Stream.from(Sources.generate(items, this::reading).partitions(partitions))
            .withEventTime(
                Reading::time, EventTime.outOfOrderBy(Duration.ofSeconds(partitions == 1 ? 2 : 6)))
            .map(this::passed);
    List<Pipeline> ends = new ArrayList<>();
    ends.add(
        end(
            "tumbling",
            readings
                .keyBy(Reading::key)
                .window(Windows.tumbling(Duration.ofSeconds(5)))
                .aggregate("tumbling", Aggregators.count())));
    WindowedResults<String, Reading, Long> sliding =
        readings
            .keyBy(Reading::key)
            .window(Windows.sliding(Duration.ofSeconds(6), Duration.ofSeconds(2)))
            .allowedLateness(Duration.ofSeconds(1))
            .aggregate("sliding", Aggregators.sumLong(Reading::value));
    ends.add(end("sliding", sliding));
    ends.add(end("late", sliding.late()));
    ends.add(
        end(
            "sessions",
            readings
                .keyBy(Reading::key)
                .window(Windows.session(Duration.ofMillis(1500)))
                .aggregate("sessions", Aggregators.average(Reading::value))));
    ends.add(
        end(
            "counted",
            readings
                .keyBy(Reading::key)
                .window(Windows.count(7))
                .aggregate("counted", Aggregators.max(Reading::value))));
    ends.add(
        end(
            "rolling",
            readings
                .keyBy(Reading::key)
                .aggregate("rolling", Aggregators.sumLong(Reading::value))));
    ends.add(
        end(
            "distinct",
            readings.dedupe(
                "distinct", reading -> reading.key() + reading.value(), Duration.ofSeconds(4))));
    ends.add(
        end(
            "expiring",
            readings
                .keyBy(Reading::key)
                .timeToLive(TimeToLive.inEventTime(Duration.ofMillis(1_100)))
                .aggregate("expiring", Aggregators.sumLong(Reading::value))));
    if (partitions == 1) {
      ends.add(end("silence", readings.keyBy(Reading::key).process("silence", new Silence())));
      ends.add(
          end(
              "early",
              readings
                  .keyBy(Reading::key)
                  .window(Windows.tumbling(Duration.ofSeconds(10)))
                  .earlyEvery(Duration.ofSeconds(2))
                  .aggregate("early", Aggregators.sumLong(Reading::value))));
    }
    return Pipeline.of(ends.toArray(Pipeline[]::new));
  }

  private <T> Pipeline end(String name, Stream<T> stream) {
    CollectingSink<Object> sink = sinks.computeIfAbsent(name, _ -> new CollectingSink<>());
    return stream.to(name + "-out", sink);
  }

  /** Fails unless every sink has committed the same, record by record, in whatever order. */
  void assertSameAs(EveryKindOfState other, String what) {
    sinks.forEach((name, sink) ->
        assertThat(sorted(sink)).as("%s, %s", what, name).isEqualTo(sorted(other.sinks.get(name))));
  }

  private static List<String> sorted(CollectingSink<Object> sink) {
    return sink.committed().stream().map(Object::toString).sorted().toList();
  }
}
