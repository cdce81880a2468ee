package io.streamflow.bench.workload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What one contender gave in each round of one order, in the rounds' order. */
final class Series {
  private final Contender contender;
  private final List<Repetition> rounds = new ArrayList<>();

  Series(Contender contender) {
    this.contender = contender;
  }

  Contender contender() {
    return contender;
  }

  void add(Repetition repetition) {
    rounds.add(repetition);
  }

  /** How many rounds were disturbed by other processes. */
  long disturbed() {
    return rounds.stream().filter(each -> !each.quiet()).count();
  }

  /** Whether none was quiet, so that all there is are disturbed ones. */
  boolean allDisturbed() {
    return disturbed() == rounds.size();
  }

  /** Of the quiet rounds; without one, of the fastest alone. */
  Spread of(ToDoubleFunction<Measured> figure) {
    return Spread.of(
        counted().stream().map(each -> figure.applyAsDouble(each.measured())).toList());
  }

  private List<Repetition> counted() {
    if (allDisturbed()) {
      return rounds.stream()
          .min(Comparator.comparingLong(each -> each.measured().nanos()))
          .map(List::of)
          .orElse(List.of());
    }
    return rounds.stream().filter(Repetition::quiet).toList();
  }

  /**
   * The rate by another's of the same round; where no round was quiet for both, of counted ones.
   */
  Spread ratioTo(Series other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(rounds.size(), other.rounds.size()); i++) {
      if (rounds.get(i).quiet() && other.rounds.get(i).quiet()) {
        ratios.add(rounds.get(i).measured().rate() / other.rounds.get(i).measured().rate());
      }
    }
    if (ratios.isEmpty() && !rounds.isEmpty() && !other.rounds.isEmpty()) {
      ratios.add(of(Measured::rate).median() / other.of(Measured::rate).median());
    }
    return Spread.of(ratios);
  }
}
