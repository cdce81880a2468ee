package io.streamflow.spi;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The codecs that come with StreamFlow. There is one for
 *
 * <ul>
 *   <li>the primitive types and their boxes, {@code String}, {@code byte[]}, {@code UUID}, {@code
 *       BigInteger}, {@code BigDecimal};
 *   <li>{@code Instant}, {@code Duration}, {@code LocalDate}, {@code LocalTime}, {@code
 *       LocalDateTime}, {@code OffsetDateTime}, {@code ZonedDateTime};
 *   <li>enums;
 *   <li>{@code Optional}, {@code List}, {@code Set} and {@code Map} of such;
 *   <li>records of such, whatever their visibility; a component may be null;
 *   <li>sealed interfaces that permit only records, enums and further such interfaces.
 * </ul>
 *
 * <p>Not fit for keys are {@code byte[]}, {@code ZonedDateTime}, {@code Set}, {@code Map}, records
 * with an {@code equals} of their own, and whatever contains one of these.
 *
 * <p>May be called from any thread.
 */
public final class Codecs {
  private Codecs() {}

  /**
   * The codec of a class.
   *
   * @throws IllegalArgumentException when there is none; the message names the part that has none
   */
  @SuppressWarnings("unchecked")
  public static <T> Codec<T> of(Class<T> type) {
    return (Codec<T>) of((Type) type);
  }

  /**
   * The codec of a type with its type arguments.
   *
   * @throws IllegalArgumentException when there is none; the message names the part that has none
   */
  public static Codec<?> of(Type type) {
    try {
      return CodecFinder.find(type);
    } catch (CodecFinder.NoCodecException e) {
      throw new IllegalArgumentException(
          """
          no codec for %s: %s. Make it a record, an enum, a sealed interface of records or one of \
          the types listed at io.streamflow.spi.Codecs, or implement io.streamflow.spi.Codec for \
          %1$s and hand that in\
          """
              .formatted(type.getTypeName(), e.getMessage()),
          e);
    }
  }

  /** The codec of a type, if there is one. */
  public static Optional<Codec<?>> find(Type type) {
    try {
      return Optional.of(CodecFinder.find(type));
    } catch (CodecFinder.NoCodecException e) {
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
}
