package io.streamflow.aggregate;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import com.datadoghq.sketch.ddsketch.store.Store;

/**
 * A DDSketch (Masson, Rim and Lee, "DDSketch: a fast and fully-mergeable quantile sketch with
 * relative-error guarantees", PVLDB 12, 2019) with the exact extremes beside it. The sketch counts
 * numbers in bins that grow by two percent from one to the next; merging adds the counts bin by
 * bin, so that splitting and order do not change the result.
 */
final class QuantileAccumulator {

  /** How far a percentile may be off, relative to its true value. */
  static final double RELATIVE_ERROR = 0.01;

  /** Of each sign; 8 bytes a bin, and enough for magnitudes 10^17 apart. */
  static final int MAX_BINS = 2048;

  // Immutable, and without Math.log, whose last bit may differ from one processor to the next.
  static final IndexMapping BINS = new CubicallyInterpolatedMapping(RELATIVE_ERROR);

  final DDSketch sketch;
  double min = Double.POSITIVE_INFINITY;
  double max = Double.NEGATIVE_INFINITY;

  QuantileAccumulator() {
    sketch = new DDSketch(BINS, QuantileAccumulator::bins);
  }

  QuantileAccumulator(DDSketch sketch, double min, double max) {
    this.sketch = sketch;
    this.min = min;
    this.max = max;
  }

  /** The bins of the numbers of one sign. */
  static Store bins() {
    return new CollapsingLowestDenseStore(MAX_BINS);
  }

  void add(double number) {
    // The sketch itself would count NaN as zero.
    if (!(Math.abs(number) <= BINS.maxIndexableValue())) {
      throw new IllegalArgumentException(
          "percentiles need finite numbers up to "
              + BINS.maxIndexableValue()
              + ", but got "
              + number
              + "; leave such items out with Aggregators.filtering");
    }
    sketch.accept(number);
    min = Math.min(min, number);
    max = Math.max(max, number);
  }

  void merge(QuantileAccumulator other) {
    sketch.mergeWith(other.sketch);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** The number that {@code percent} of the others do not exceed; NaN when there are no numbers. */
  double percentile(double percent) {
    if (sketch.isEmpty()) {
      return Double.NaN;
    }
    if (percent == 0) {
      return min;
    }
    if (percent == 100) {
      return max;
    }
    // The middle of the outermost bins may lie outside of what was seen.
    return Math.clamp(sketch.getValueAtQuantile(percent / 100), min, max);
  }
}
