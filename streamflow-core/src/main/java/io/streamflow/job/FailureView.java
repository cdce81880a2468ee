package io.streamflow.job;

import java.time.Instant;

/**
 * Something that went wrong.
 *
 * @param at when
 * @param step where
 * @param message what
 */
public record FailureView(Instant at, String step, String message) {}
