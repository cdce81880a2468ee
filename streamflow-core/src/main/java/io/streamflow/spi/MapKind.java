package io.streamflow.spi;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The maps that can be read into. */
enum MapKind {
  HASH_MAP {
    @Override
    <K, V> Map<K, V> make(int room) {
      return HashMap.newHashMap(room);
    }
  },
  LINKED_HASH_MAP {
    @Override
    <K, V> Map<K, V> make(int room) {
      return LinkedHashMap.newLinkedHashMap(room);
    }
  },
  TREE_MAP {
    @Override
    <K, V> Map<K, V> make(int room) {
      return new TreeMap<>();
    }
  };

  /** An empty one, with room for so many entries. */
  abstract <K, V> Map<K, V> make(int room);
}
