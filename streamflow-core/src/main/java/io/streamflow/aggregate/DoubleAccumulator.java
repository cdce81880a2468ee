package io.streamflow.aggregate;

/**
 * A sum of floating-point numbers, and how many they are.
 *
 * <p>The sum is compensated after Neumaier ("Rundungsfehleranalyse einiger Verfahren zur Summation
 * endlicher Summen", ZAMM 54, 1974, pages 39-51; Kahan's method, made safe for addends greater than
 * the sum): what rounding takes from {@code sum} is kept in {@code lost}. The error then hardly
 * grows with the number of addends.
 */
final class DoubleAccumulator {
  double sum;
  double lost;
  long count;

  void add(double number) {
    compensate(number);
    count++;
  }

  void merge(DoubleAccumulator other) {
    compensate(other.sum);
    lost += other.lost;
    count += other.count;
  }

  private void compensate(double number) {
    double next = sum + number;
    if (Math.abs(sum) >= Math.abs(number)) {
      lost += (sum - next) + number;
    } else {
      lost += (number - next) + sum;
    }
    sum = next;
  }

  /** The sum; zero when there are no numbers. */
  double sum() {
    // Infinity - infinity has made a NaN of what was lost; the plain sum is right then: an
    // infinity,
    // or NaN where there were infinities of both signs or a NaN.
    return Double.isFinite(sum) ? sum + lost : sum;
  }

  /** The mean; NaN when there are no numbers. */
  double average() {
    return sum() / count;
  }
}
