package io.streamflow.spi;

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
import java.util.function.Function;

/**
 * A class of the JDK whose codec is made from those of its type arguments.
 *
 * @param arguments what errors call the arguments
 * @param codec makes the codec of those of the arguments
 */
record Container(List<String> arguments, Function<List<Codec<?>>, Codec<?>> codec) {
  private static final List<String> ELEMENT = List.of("element");
  private static final List<String> ENTRY = List.of("map key", "map value");

  static final Map<Class<?>, Container> BY_CLASS =
      Map.ofEntries(
          Map.entry(
              Optional.class,
              new Container(List.of("content"), of -> new OptionalCodec<>(of.getFirst()))),
          Map.entry(List.class, new Container(ELEMENT, of -> new ListCodec<>(of.getFirst()))),
          Map.entry(Set.class, new Container(ELEMENT, of -> new SetCodec<>(of.getFirst()))),
          Map.entry(ArrayList.class, collection(CollectionKind.ARRAY_LIST)),
          Map.entry(ArrayDeque.class, collection(CollectionKind.ARRAY_DEQUE)),
          Map.entry(HashSet.class, collection(CollectionKind.HASH_SET)),
          Map.entry(LinkedHashSet.class, collection(CollectionKind.LINKED_HASH_SET)),
          Map.entry(TreeSet.class, collection(CollectionKind.TREE_SET)),
          Map.entry(
              Map.class, new Container(ENTRY, of -> new MapCodec<>(of.getFirst(), of.getLast()))),
          Map.entry(HashMap.class, map(MapKind.HASH_MAP)),
          Map.entry(LinkedHashMap.class, map(MapKind.LINKED_HASH_MAP)),
          Map.entry(TreeMap.class, map(MapKind.TREE_MAP)));

  private static Container collection(CollectionKind kind) {
    return new Container(ELEMENT, of -> new CollectionCodec<>(of.getFirst(), kind));
  }

  private static Container map(MapKind kind) {
    return new Container(ENTRY, of -> new ChangeableMapCodec<>(of.getFirst(), of.getLast(), kind));
  }
}
