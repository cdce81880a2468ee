package io.streamflow.job;

import java.time.Duration;
import java.util.Optional;

/**
 * What a sink has been given in stored checkpoints, and has not delivered yet.
 *
 * @param sink the sink's step, or the name of its dead letters
 * @param epochs how many epochs wait
 * @param bytes how much they hold
 * @param oldest how long the oldest has waited
 * @param failure why the last attempt failed, while it is being repeated
 */
public record OutboxView(
    String sink, int epochs, long bytes, Optional<Duration> oldest, Optional<String> failure) {}
