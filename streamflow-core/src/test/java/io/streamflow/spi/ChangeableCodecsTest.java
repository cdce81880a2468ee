package io.streamflow.spi;

import static io.streamflow.spi.CodecsTest.bytes;
import static io.streamflow.spi.CodecsTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Collections of which one can go on adding to what was read. */
class ChangeableCodecsTest {
  private static final Codec<String> TEXT = Codecs.of(String.class);

  @SuppressWarnings("NonApiType")
  record Holder(
      ArrayList<String> list,
      ArrayDeque<Integer> queue,
      HashSet<String> set,
      LinkedHashSet<String> ordered,
      TreeSet<String> sorted,
      HashMap<String, Integer> map,
      LinkedHashMap<String, Integer> orderedMap,
      TreeMap<String, Integer> sortedMap) {}

  @Test
  void aFieldOfSuchAClassGetsOneOfThatClass() throws IOException {
    Codec<Holder> codec = Codecs.of(Holder.class);
    Map<String, Integer> entries = Map.of("a", 1, "b", 2);
    Holder holder =
        new Holder(
            new ArrayList<>(List.of("a", "b")),
            new ArrayDeque<>(List.of(1, 2)),
            new HashSet<>(List.of("a", "b")),
            new LinkedHashSet<>(List.of("b", "a")),
            new TreeSet<>(List.of("b", "a")),
            new HashMap<>(entries),
            new LinkedHashMap<>(entries),
            new TreeMap<>(entries));

    Holder read = read(codec, bytes(codec, holder));

    assertThat(read.list()).isEqualTo(holder.list());
    assertThat(read.queue()).containsExactly(1, 2);
    assertThat(read.set()).isEqualTo(holder.set());
    assertThat(read.ordered()).containsExactly("b", "a");
    assertThat(read.sorted()).containsExactly("a", "b");
    assertThat(read.map()).isEqualTo(entries);
    assertThat(List.copyOf(read.orderedMap().entrySet()))
        .isEqualTo(List.copyOf(holder.orderedMap().entrySet()));
    assertThat(List.copyOf(read.sortedMap().keySet())).containsExactly("a", "b");
    read.list().add("c");
    read.queue().add(3);
    read.set().add("c");
    read.ordered().add("c");
    read.sorted().add("c");
    read.map().put("c", 3);
    read.orderedMap().put("c", 3);
    read.sortedMap().put("c", 3);
    assertThat(read.list()).containsExactly("a", "b", "c");
    assertThat(codec.canonical()).isFalse();
  }

  @Test
  void theirBytesAreThoseOfListsSetsAndMaps() throws IOException {
    List<String> list = List.of("a", "b");
    byte[] plain = bytes(Codecs.list(TEXT), list);

    assertThat(bytes(Codecs.arrayList(TEXT), new ArrayList<>(list))).isEqualTo(plain);
    assertThat(bytes(Codecs.arrayDeque(TEXT), new ArrayDeque<>(list))).isEqualTo(plain);
    assertThat(Codecs.arrayList(TEXT).fingerprint()).isEqualTo("list<string>");
    assertThat(Codecs.arrayDeque(TEXT).fingerprint()).isEqualTo("list<string>");
    assertThat(Codecs.treeSet(TEXT).fingerprint()).isEqualTo("set<string>");
    assertThat(Codecs.treeMap(TEXT, TEXT).fingerprint()).isEqualTo("map<string,string>");
  }

  @Test
  void anOrderThatWouldBeLostIsRefused() throws IOException {
    TreeSet<String> backwards = new TreeSet<>(Comparator.reverseOrder());
    TreeMap<String, String> backwardsMap = new TreeMap<>(Comparator.reverseOrder());
    TreeSet<String> natural = new TreeSet<>(Comparator.naturalOrder());

    assertThatThrownBy(() -> bytes(Codecs.treeSet(TEXT), backwards))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a TreeSet with a comparator of its own cannot be written");
    assertThatThrownBy(() -> bytes(Codecs.treeMap(TEXT, TEXT), backwardsMap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a TreeMap with a comparator");
    assertThat(bytes(Codecs.treeSet(TEXT), natural)).hasSize(1);
  }
}
