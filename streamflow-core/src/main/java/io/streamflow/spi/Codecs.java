package io.streamflow.spi;

import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The codecs that come with StreamFlow. There is one for
 *
 * <ul>
 *   <li>the primitive types and their boxes, {@code String}, {@code byte[]}, {@code UUID}, {@code
 *       BigInteger}, {@code BigDecimal};
 *   <li>{@code Instant}, {@code Duration}, {@code LocalDate}, {@code LocalTime}, {@code
 *       LocalDateTime}, {@code OffsetDateTime}, {@code ZonedDateTime}, {@code Year}, {@code
 *       YearMonth}, {@code ZoneId}, {@code ZoneOffset};
 *   <li>enums;
 *   <li>{@code Optional}, {@code List}, {@code Set} and {@code Map} of such, and {@code
 *       OptionalInt}, {@code OptionalLong}, {@code OptionalDouble};
 *   <li>{@code ArrayList}, {@code ArrayDeque}, {@code HashSet}, {@code LinkedHashSet}, {@code
 *       TreeSet}, {@code HashMap}, {@code LinkedHashMap}, {@code TreeMap} of such; what is read can
 *       be changed, and sorted ones have the natural order;
 *   <li>records of such, whatever their visibility; a component may be null;
 *   <li>sealed interfaces that permit only records, enums and further such interfaces.
 * </ul>
 *
 * <p>Not fit for keys are {@code byte[]}, {@code ZonedDateTime}, {@code Set}, {@code Map}, what can
 * be changed, records with an {@code equals} of their own, and whatever contains one of these.
 *
 * <p>Stored values outlive changes of their class. Components of a record are found by name: one
 * that is new is zero or false where it is primitive, empty where it is an optional or a
 * collection, and else null, for which the record's constructor may put something else; one that is
 * gone is passed over; {@code int} may become {@code long}, and {@code float} {@code double}.
 * Constants and permitted classes may be added and reordered.
 *
 * <p>May be called from any thread.
 */
@SuppressWarnings("NonApiType") // a codec is of the class that a field or accumulator has
public final class Codecs {
  private Codecs() {}

  /**
   * The codec of a class.
   *
   * @throws NoCodecException when there is none; the message names the part that has none
   */
  @SuppressWarnings("unchecked")
  public static <T> Codec<T> of(Class<T> type) {
    return (Codec<T>) of((Type) type);
  }

  /**
   * The codec of a type with its type arguments.
   *
   * @throws NoCodecException when there is none; the message names the part that has none
   */
  public static Codec<?> of(Type type) {
    try {
      return CodecFinder.find(type);
    } catch (CodecFinder.UnknownPartException e) {
      throw new NoCodecException(
          """
          no codec for %s: %s. Make it a record, an enum, a sealed interface of records or one of \
          the types listed at io.streamflow.spi.Codecs, or implement io.streamflow.spi.Codec for \
          %1$s and hand that in\
          """
              .formatted(type.getTypeName(), e.getMessage()));
    }
  }

  /**
   * The codec that reads values stored in an older form as those of today: {@link Codec#reading},
   * or an error that says which part has changed too much.
   *
   * @throws NoCodecException when there is none
   */
  public static <T> Codec<T> reading(Codec<T> today, String fingerprint) {
    return today
        .reading(fingerprint)
        .orElseThrow(() ->
            new NoCodecException(
                """
                values stored as %s cannot be read as %s: %s. A record may get new components, \
                lose some, and have wider numbers in others; for anything else, give the \
                component a new name, or hand in a codec whose reading(...) knows the older form\
                """
                    .formatted(
                        fingerprint,
                        today.fingerprint(),
                        FormChange.inWords(fingerprint, today.fingerprint()))));
  }

  /** The codec of a type, if there is one. */
  public static Optional<Codec<?>> find(Type type) {
    try {
      return Optional.of(CodecFinder.find(type));
    } catch (CodecFinder.UnknownPartException e) {
      return Optional.empty();
    }
  }

  /** A codec of lists; what it reads cannot be changed. Fit for keys when {@code element} is. */
  public static <E> Codec<List<E>> list(Codec<E> element) {
    return new ListCodec<>(element);
  }

  /** A codec of sets that keeps their order; what it reads cannot be changed. Not for keys. */
  public static <E> Codec<Set<E>> set(Codec<E> element) {
    return new SetCodec<>(element);
  }

  /** A codec of maps that keeps their order; what it reads cannot be changed. Not for keys. */
  public static <K, V> Codec<Map<K, V>> map(Codec<K> key, Codec<V> value) {
    return new MapCodec<>(key, value);
  }

  /** A codec of optional values. Fit for keys when {@code content} is. */
  public static <T> Codec<Optional<T>> optional(Codec<T> content) {
    return new OptionalCodec<>(content);
  }

  /** A codec of lists that can be changed once read. Not for keys. */
  public static <E> Codec<ArrayList<E>> arrayList(Codec<E> element) {
    return new CollectionCodec<>(element, CollectionKind.ARRAY_LIST);
  }

  /** A codec of queues that can be changed once read. Not for keys. */
  public static <E> Codec<ArrayDeque<E>> arrayDeque(Codec<E> element) {
    return new CollectionCodec<>(element, CollectionKind.ARRAY_DEQUE);
  }

  /** A codec of sets that can be changed once read. Not for keys. */
  public static <E> Codec<HashSet<E>> hashSet(Codec<E> element) {
    return new CollectionCodec<>(element, CollectionKind.HASH_SET);
  }

  /** A codec of sets that keeps their order and can be changed once read. Not for keys. */
  public static <E> Codec<LinkedHashSet<E>> linkedHashSet(Codec<E> element) {
    return new CollectionCodec<>(element, CollectionKind.LINKED_HASH_SET);
  }

  /** A codec of sets in natural order that can be changed once read. Not for keys. */
  public static <E extends Comparable<? super E>> Codec<TreeSet<E>> treeSet(Codec<E> element) {
    return new CollectionCodec<>(element, CollectionKind.TREE_SET);
  }

  /** A codec of maps that can be changed once read. Not for keys. */
  public static <K, V> Codec<HashMap<K, V>> hashMap(Codec<K> key, Codec<V> value) {
    return new ChangeableMapCodec<>(key, value, MapKind.HASH_MAP);
  }

  /** A codec of maps that keeps their order and can be changed once read. Not for keys. */
  public static <K, V> Codec<LinkedHashMap<K, V>> linkedHashMap(Codec<K> key, Codec<V> value) {
    return new ChangeableMapCodec<>(key, value, MapKind.LINKED_HASH_MAP);
  }

  /** A codec of maps in natural order of their keys that can be changed once read. Not for keys. */
  public static <K extends Comparable<? super K>, V> Codec<TreeMap<K, V>> treeMap(
      Codec<K> key, Codec<V> value) {
    return new ChangeableMapCodec<>(key, value, MapKind.TREE_MAP);
  }
}
