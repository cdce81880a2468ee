package io.streamflow.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Names and pairs of names: {@code a,b} and {@code old=new,x=y}. A backslash takes what is special
 * from the character behind it.
 */
final class ListText {
  static final TextForm<Set<String>> NAMES =
      new TextForm<>("names", ListText::names, ListText::print);

  static final TextForm<Map<String, String>> PAIRS =
      new TextForm<>("pairs", ListText::pairs, ListText::print);

  private static final char ESCAPE = '\\';

  private final List<List<String>> entries = new ArrayList<>();
  private List<String> entry = new ArrayList<>();
  private final StringBuilder part = new StringBuilder();

  /** Up to where the part is more than spaces that nobody meant. */
  private int meant;

  private ListText() {}

  private static Set<String> names(String text) throws UnreadableText {
    Set<String> names = new LinkedHashSet<>();
    for (List<String> entry : read(text, false)) {
      if (!names.add(entry.getFirst())) {
        throw new UnreadableText("'" + entry.getFirst() + "' is there twice");
      }
    }
    return names;
  }

  private static Map<String, String> pairs(String text) throws UnreadableText {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (List<String> entry : read(text, true)) {
      if (entry.size() != 2) {
        throw new UnreadableText(
            "'" + String.join("=", entry) + "' is no pair: give name=value, divided by commas");
      }
      if (pairs.put(entry.getFirst(), entry.getLast()) != null) {
        throw new UnreadableText("'" + entry.getFirst() + "' is there twice");
      }
    }
    return pairs;
  }

  private static List<List<String>> read(String text, boolean pairs) throws UnreadableText {
    ListText list = new ListText();
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (escaped) {
        list.add(c, true);
        escaped = false;
      } else if (c == ESCAPE) {
        escaped = true;
      } else if (c == ',') {
        list.endEntry();
      } else if (c == '=' && pairs) {
        list.endPart();
      } else {
        list.add(c, !Character.isWhitespace(c));
      }
    }
    if (escaped) {
      throw new UnreadableText("a backslash at its end stands before nothing");
    }
    list.endEntry();
    return list.entries;
  }

  private void add(char c, boolean isMeant) {
    if (isMeant || !part.isEmpty()) {
      part.append(c);
    }
    if (isMeant) {
      meant = part.length();
    }
  }

  private void endPart() throws UnreadableText {
    if (meant == 0) {
      throw new UnreadableText("a name is empty; names are divided by commas");
    }
    entry.add(part.substring(0, meant));
    part.setLength(0);
    meant = 0;
  }

  private void endEntry() throws UnreadableText {
    endPart();
    entries.add(entry);
    entry = new ArrayList<>();
  }

  private static String print(Set<String> names) {
    return new TreeSet<>(names).stream().map(ListText::escaped).collect(Collectors.joining(","));
  }

  private static String print(Map<String, String> pairs) {
    return new TreeMap<>(pairs)
        .entrySet().stream()
            .map(pair -> escaped(pair.getKey()) + "=" + escaped(pair.getValue()))
            .collect(Collectors.joining(","));
  }

  private static String escaped(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean atEnd = i == 0 || i == name.length() - 1;
      if (c == ',' || c == '=' || c == ESCAPE || (atEnd && Character.isWhitespace(c))) {
        text.append(ESCAPE);
      }
      text.append(c);
    }
    return text.toString();
  }
}
