package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.spi.NoCodecException;
import io.streamflow.types.LambdaTypes;
import io.streamflow.types.SubstitutedType;
import io.streamflow.types.TypeParts;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds types and codecs of what aggregators keep. Pure functions. */
final class KeptTypes {
  private static final Map<Type, Class<?>> CHANGEABLE =
      Map.of(
          List.class, ArrayList.class,
          Set.class, LinkedHashSet.class,
          Map.class, LinkedHashMap.class);

  private KeptTypes() {}

  /** The codec of the items; those of a subtype, if any, are all that is ever kept. */
  @SuppressWarnings("unchecked")
  static <T> Codec<T> items(ItemCodec<? extends T> items) {
    return (Codec<T>) items.find();
  }

  /** The codec of what {@code mapping} gives. */
  @SuppressWarnings("unchecked") // the type is that of what the function gives
  static <T, V> Codec<V> mapped(
      String aggregator,
      MapFunction<? super T, ? extends V> mapping,
      ItemCodec<? extends T> items) {
    if (mapping instanceof Itself<?>) {
      return (Codec<V>) items.find();
    }
    Type type =
        LambdaTypes.resultOf(mapping)
            .orElseThrow(() ->
                new NoCodecException(
                    """
                    %s(...) keeps what its function gives, of a type that cannot be told from it: \
                    hand in a method reference, such as Order::customer, or a codec: \
                    mapping(Order::customer, ..., Codecs.of(Customer.class))\
                    """
                        .formatted(aggregator)));
    return (Codec<V>) Codecs.of(type);
  }

  /** The type of what {@code mapping} gives, if it can be told. */
  static Optional<Type> mapped(MapFunction<?, ?> mapping, Optional<Type> items) {
    return mapping instanceof Itself<?> ? items : LambdaTypes.resultOf(mapping);
  }

  /** The codec of the accumulators that {@code create} makes. */
  static Codec<?> made(Serializable create) {
    return accumulators(LambdaTypes.resultOf(create), "from the function that creates it");
  }

  /** The codec of the accumulators that the class of {@code aggregator} names. */
  static Codec<?> named(Aggregator<?, ?, ?> aggregator) {
    return accumulators(
        LambdaTypes.typeArgument(aggregator, Aggregator.class, 1),
        "from " + aggregator.getClass().getName() + ", which may override accumulatorCodec(...)");
  }

  private static Codec<?> accumulators(Optional<Type> type, String from) {
    return Codecs.find(type.map(KeptTypes::changeable).orElse(Object.class))
        .orElseThrow(() ->
            new NoCodecException(
                type.map(known -> "the accumulator's type " + known.getTypeName() + " has no codec")
                        .orElse("the accumulator's type cannot be told " + from)
                    + ": hand one in: Aggregator.of(create, add, merge, finish, codec)"));
  }

  /** An aggregator may add to its accumulator, also once that has been read. */
  private static Type changeable(Type type) {
    Class<?> raw = TypeParts.erasure(type);
    Class<?> other = raw == null ? null : CHANGEABLE.get(raw);
    return other == null ? type : new SubstitutedType(other, null, TypeParts.arguments(type));
  }

  /** {@code raw} of what is known, or nothing when that is not known. */
  static Optional<Type> of(Class<?> raw, Optional<Type> argument) {
    return argument.map(known -> new SubstitutedType(raw, null, List.of(known)));
  }
}
