package io.streamflow.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What every aggregator must hold to, tried on random items.
 *
 * @param <T> the items
 * @param <R> the result
 */
final class AggregatorLaws<T, R> {

  private static final int ROUNDS = 100;

  private final Aggregator<T, ?, R> subject;
  private final Function<Random, T> items;
  private final Function<List<T>, R> expected;
  private BiConsumer<R, R> comparison = (actual, wanted) -> assertThat(actual).isEqualTo(wanted);

  private AggregatorLaws(
      Aggregator<T, ?, R> subject, Function<Random, T> items, Function<List<T>, R> expected) {
    this.subject = subject;
    this.items = items;
    this.expected = expected;
  }

  /** {@code expected} computes the result from the list of items (never empty) the simple way. */
  static <T, R> AggregatorLaws<T, R> of(
      Aggregator<T, ?, R> subject, Function<Random, T> items, Function<List<T>, R> expected) {
    return new AggregatorLaws<>(subject, items, expected);
  }

  /** Takes actual and wanted result; for results that need not be equal to the last bit. */
  AggregatorLaws<T, R> comparing(BiConsumer<R, R> comparison) {
    this.comparison = comparison;
    return this;
  }

  void hold() throws Exception {
    hold(subject);
    hold(serialized(subject));
  }

  private <A> void hold(Aggregator<T, A, R> aggregator) throws Exception {
    long seed = new Random().nextLong();
    try {
      Random random = new Random(seed);
      for (int round = 0; round < ROUNDS; round++) {
        List<T> values = randomItems(random, 1 + random.nextInt(60));
        singleAdd(aggregator, values.getFirst());
        sequence(aggregator, values);
        splits(aggregator, values, random);
        mergeDoesNotShare(aggregator, values, random);
        storing(aggregator, values, random);
        subtracting(aggregator, values, random);
      }
    } catch (AssertionError failure) {
      throw new AssertionError("seed " + seed, failure);
    }
  }

  /** What is left is as if the part had never been, and the part stays as it was. */
  private <A> void subtracting(Aggregator<T, A, R> aggregator, List<T> values, Random random)
      throws Exception {
    if (!aggregator.canSubtract()) {
      return;
    }
    List<T> others = randomItems(random, 1 + random.nextInt(20));
    A whole = aggregator.merge(aggregator.create(), fold(aggregator, others));
    A part = fold(aggregator, others);
    whole = aggregator.merge(whole, fold(aggregator, values));
    whole = aggregator.subtract(whole, part);
    comparison.accept(aggregator.finish(whole), expected.apply(values));
    comparison.accept(aggregator.finish(part), expected.apply(others));
  }

  private <A> void singleAdd(Aggregator<T, A, R> aggregator, T value) throws Exception {
    A one = aggregator.add(aggregator.create(), value);
    comparison.accept(aggregator.finish(one), expected.apply(List.of(value)));
  }

  /** A result may be asked for at any time, and as often as one likes. */
  private <A> void sequence(Aggregator<T, A, R> aggregator, List<T> values) throws Exception {
    A all = aggregator.create();
    R before = null;
    for (int i = 0; i < values.size(); i++) {
      all = aggregator.add(all, values.get(i));
      R now = aggregator.finish(all);
      comparison.accept(now, expected.apply(values.subList(0, i + 1)));
      assertThat(aggregator.finish(all)).isEqualTo(now);
      if (before != null) {
        comparison.accept(before, expected.apply(values.subList(0, i)));
      }
      before = now;
    }
  }

  /** Any way to cut the items and to bracket the merges gives what adding one by one gives. */
  private <A> void splits(Aggregator<T, A, R> aggregator, List<T> values, Random random)
      throws Exception {
    List<A> parts = new ArrayList<>();
    int from = 0;
    while (from < values.size()) {
      int to = Math.min(values.size(), from + random.nextInt(20));
      parts.add(fold(aggregator, values.subList(from, to)));
      from = to;
    }
    while (parts.size() > 1) {
      int at = random.nextInt(parts.size() - 1);
      parts.set(at, aggregator.merge(parts.get(at), parts.remove(at + 1)));
    }
    comparison.accept(aggregator.finish(parts.getFirst()), expected.apply(values));
  }

  private <A> void mergeDoesNotShare(Aggregator<T, A, R> aggregator, List<T> values, Random random)
      throws Exception {
    int cut = random.nextInt(values.size());
    List<T> more = randomItems(random, 1 + random.nextInt(10));
    List<T> right = values.subList(cut, values.size());
    A kept = fold(aggregator, right);

    A merged = aggregator.merge(fold(aggregator, values.subList(0, cut)), kept);
    for (T value : more) {
      merged = aggregator.add(merged, value);
    }
    comparison.accept(aggregator.finish(kept), expected.apply(right));

    for (T value : randomItems(random, 5)) {
      kept = aggregator.add(kept, value);
    }
    List<T> all = new ArrayList<>(values);
    all.addAll(more);
    comparison.accept(aggregator.finish(merged), expected.apply(all));
  }

  /** An accumulator that was written and read goes on and merges as if it had not been. */
  @SuppressWarnings("unchecked")
  private <A> void storing(Aggregator<T, A, R> aggregator, List<T> values, Random random)
      throws Exception {
    Codec<A> codec =
        aggregator.accumulatorCodec(
            () -> (Codec<T>) (Codec<?>) Codecs.of(values.getFirst().getClass()));
    A before = null;
    for (int from = 0; from < values.size(); ) {
      int to = Math.min(values.size(), from + 1 + random.nextInt(20));
      A part = fold(aggregator, values.subList(from, to));
      A merged =
          before == null ? part : aggregator.merge(stored(codec, before), stored(codec, part));
      if (to < values.size()) {
        merged = aggregator.add(stored(codec, merged), values.get(to++));
      }
      before = stored(codec, merged);
      from = to;
      comparison.accept(aggregator.finish(before), expected.apply(values.subList(0, to)));
    }
    assertThat(codec.reading(codec.fingerprint())).isPresent();
    assertThat(codec.reading("something else")).isEmpty();
  }

  static <A> A stored(Codec<A> codec, A accumulator) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(accumulator, new DataOutputStream(bytes));
    bytes.write(42);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    A read = codec.read(in);
    assertThat(in.readAllBytes()).containsExactly(42);
    return read;
  }

  private List<T> randomItems(Random random, int count) {
    List<T> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(items.apply(random));
    }
    return values;
  }

  static <T, A> A fold(Aggregator<T, A, ?> aggregator, List<T> values) throws Exception {
    A accumulator = aggregator.create();
    for (T value : values) {
      accumulator = aggregator.add(accumulator, value);
    }
    return accumulator;
  }

  static <T, R> R result(Aggregator<T, ?, R> aggregator, List<T> values) throws Exception {
    return folded(aggregator, values);
  }

  private static <T, A, R> R folded(Aggregator<T, A, R> aggregator, List<T> values)
      throws Exception {
    return aggregator.finish(fold(aggregator, values));
  }

  /** A copy by way of Java serialization. */
  // Only what was written is read back.
  @SuppressWarnings("unchecked")
  static <S> S serialized(S original) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (S) in.readObject();
    }
  }
}
