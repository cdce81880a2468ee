package io.streamflow.bench.workload;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Those on the class path, first those that are nobody else's. */
final class Contenders {
  private Contenders() {}

  static List<Contender> all() {
    return ServiceLoader.load(Contender.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(Contender::peer))
        .toList();
  }

  /**
   * Those of these names, in the order in which they are found; all when there are no names.
   *
   * @throws IllegalArgumentException when there is none of a name; the message names all
   */
  static List<Contender> named(List<String> names) {
    List<Contender> all = all();
    List<String> known = all.stream().map(Contender::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "no contender '%s'; there are %s"
                .formatted(name, known.stream().collect(Collectors.joining(" "))));
      }
    }
    return all.stream().filter(each -> names.isEmpty() || names.contains(each.name())).toList();
  }
}
