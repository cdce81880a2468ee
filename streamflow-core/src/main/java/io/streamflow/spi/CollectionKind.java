package io.streamflow.spi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.TreeSet;

/** The collections that can be read into; their bytes are those of a list or of a set. */
enum CollectionKind {
  ARRAY_LIST("list") {
    @Override
    <E> Collection<E> make(int room) {
      return new ArrayList<>(room);
    }
  },
  ARRAY_DEQUE("list") {
    @Override
    <E> Collection<E> make(int room) {
      return new ArrayDeque<>(room);
    }
  },
  HASH_SET("set") {
    @Override
    <E> Collection<E> make(int room) {
      return HashSet.newHashSet(room);
    }
  },
  LINKED_HASH_SET("set") {
    @Override
    <E> Collection<E> make(int room) {
      return LinkedHashSet.newLinkedHashSet(room);
    }
  },
  TREE_SET("set") {
    @Override
    <E> Collection<E> make(int room) {
      return new TreeSet<>();
    }
  };

  private final String form;

  CollectionKind(String form) {
    this.form = form;
  }

  /** What its fingerprint begins with. */
  String form() {
    return form;
  }

  /** An empty one, with room for so many elements. */
  abstract <E> Collection<E> make(int room);
}
