package io.streamflow.job;

import java.time.Duration;

/**
 * How long items took from their timestamp to the sink, of a sample.
 *
 * @param samples how many items were looked at
 * @param median half took no longer
 * @param p99 one of a hundred took longer
 * @param max the longest
 */
public record LatencyView(long samples, Duration median, Duration p99, Duration max) {}
