package io.streamflow.bench.workload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param workloads by {@link Workload#id}, or {@code W3-keys}; all but {@code steady} when empty
 * @param contenders by name; all when empty
 * @param rounds how often each repeats
 * @param seconds how long a repetition takes
 * @param minutes how long {@code steady} takes
 * @param images where plots go
 */
record Choice(
    List<String> workloads,
    List<String> contenders,
    int rounds,
    double seconds,
    int minutes,
    Optional<Path> images) {
  static final String KEYS = "W3-keys";

  static final String USAGE =
      """
      [WORKLOAD...] [--only CONTENDER,...] [--rounds N] [--seconds S] [--minutes N] [--images DIR]
        WORKLOAD   %s
                   %s; all but steady when none is named
        --only     the contenders; all that are on the class path by default
        --rounds   how often each repeats (5)
        --seconds  how long a repetition takes (4; with a fixed rate at least 6)
        --minutes  how long steady takes (10)
        --images   the directory for plots; none by default
      """;

  static Choice parse(String... args) {
    List<String> workloads = new ArrayList<>();
    List<String> contenders = List.of();
    int rounds = 5;
    double seconds = 4;
    int minutes = 10;
    Optional<Path> images = Optional.empty();
    for (int i = 0; i < args.length; i++) {
      String argument = args[i];
      if (!argument.startsWith("--")) {
        if (!argument.equals(KEYS)) {
          Workload.of(argument); // refuses what is none
        }
        workloads.add(argument);
        continue;
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(argument + " needs a value");
      }
      String value = args[++i];
      switch (argument) {
        case "--only" -> contenders = Arrays.asList(value.split(",", -1));
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--seconds" -> seconds = Double.parseDouble(value);
        case "--minutes" -> minutes = Integer.parseInt(value);
        case "--images" -> images = Optional.of(Path.of(value));
        default -> throw new IllegalArgumentException("no option " + argument);
      }
    }
    if (rounds < 1 || !(seconds > 0) || minutes < 1) {
      throw new IllegalArgumentException("rounds, seconds and minutes must be positive");
    }
    if (workloads.isEmpty()) {
      for (Workload each : Workload.values()) {
        if (each != Workload.STEADY) {
          workloads.add(each.id());
        }
      }
      workloads.add(KEYS);
    }
    return new Choice(workloads, contenders, rounds, seconds, minutes, images);
  }

  static String usage() {
    String ids = String.join(" ", Arrays.stream(Workload.values()).map(Workload::id).toList());
    return USAGE.formatted(ids, KEYS);
  }
}
