package io.streamflow.job;

import java.time.Instant;
import java.util.Optional;

/**
 * An item that a step could not take.
 *
 * @param step the step's name
 * @param item the item as it came to the step, or the record as the source read it
 * @param timestamp the item's event time, where it has one
 * @param error the exception
 */
public record FailedItem(String step, Object item, Optional<Instant> timestamp, Exception error) {}
