package io.streamflow.bench.spike;

import io.streamflow.bench.plot.Plot;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a run has shown.
 *
 * @param load what was asked of it
 * @param samples at least one
 * @param budget what the job may have on the heap
 */
record Outcome(Load load, List<Sample> samples, Budget budget) {

  private static final int SHOWN = 100;

  Outcome {
    samples = List.copyOf(samples);
  }

  /** The greatest heap after a collection. */
  double greatestHeapMib() {
    return Sample.greatest(samples, Sample::heapMib);
  }

  double greatestLatencySeconds() {
    return Sample.greatest(samples, Sample::latencySeconds);
  }

  double greatestFill() {
    return Sample.greatest(samples, Sample::fill);
  }

  /** The latency before the spike, at most; what the start costs is left out. */
  double steadyLatencySeconds() {
    double begin = load.steady().toSeconds();
    return Sample.greatest(
        samples.stream()
            .filter(sample -> sample.seconds() > begin / 2 && sample.seconds() < begin)
            .toList(),
        Sample::latencySeconds);
  }

  /** How long after the spike the latency was no more than twice what it was before. */
  OptionalDouble recoverySeconds() {
    double end = load.endMillis() / 1e3;
    return samples.stream()
        .filter(sample -> sample.seconds() > end)
        .filter(sample -> sample.latencySeconds() <= 2 * steadyLatencySeconds())
        .mapToDouble(sample -> sample.seconds() - end)
        .findFirst();
  }

  /** Rates, latency, memory and the channels, over the same time. */
  List<Plot> plots() {
    List<Sample> shown = thinned();
    List<Double> seconds = all(shown, Sample::seconds);
    List<Double> allowed = Collections.nCopies(shown.size(), budget.mebibytes());
    String time = "seconds";
    return List.of(
        Plot.lines("Items", time, "a second")
            .line("offered", seconds, all(shown, Sample::offered))
            .line("delivered", seconds, all(shown, Sample::delivered)),
        Plot.lines("From being due to being written, at most", time, "seconds")
            .line("latency", seconds, all(shown, Sample::latencySeconds)),
        Plot.lines("Memory", time, "MiB")
            .yFrom(0)
            .line("process", seconds, all(shown, Sample::rssMib))
            .line("heap allowed", seconds, allowed)
            .line("heap", seconds, all(shown, Sample::heapMib))
            .line("state", seconds, all(shown, Sample::stateMib)),
        Plot.lines("The fullest channel", time, "share that is full")
            .yFrom(0)
            .line("fill", seconds, all(shown, Sample::fill)));
  }

  /** So few that a file of them is small. */
  private List<Sample> thinned() {
    int together = Math.ceilDiv(samples.size(), SHOWN);
    return IntStream.range(0, Math.ceilDiv(samples.size(), together))
        .mapToObj(part -> part * together)
        .map(from -> samples.subList(from, Math.min(from + together, samples.size())))
        .map(Sample::of)
        .toList();
  }

  private static List<Double> all(List<Sample> some, ToDoubleFunction<Sample> what) {
    return some.stream().map(what::applyAsDouble).toList();
  }
}
