package io.streamflow.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which name was meant by one that there is not. */
final class NearestName {
  private NearestName() {}

  /** The nearest, unless none is near; capitals, dots, hyphens and underscores do not count. */
  static Optional<String> of(String written, Collection<String> names) {
    String letters = letters(written);
    return names.stream()
        .filter(name -> 3 * distance(letters, letters(name)) <= letters(name).length())
        .min(Comparator.comparingInt(name -> distance(letters, letters(name))));
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "").replaceFirst("streamflow", "");
  }

  /** How many letters have to be changed, added or left out. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
