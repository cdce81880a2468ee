package io.streamflow.spi;

/**
 * For which sink a connection is made. Job and step together name the sink: two of the same names
 * must not write to one target at once.
 *
 * @param job the job's name
 * @param step the sink's step name
 * @param durable whether the job makes checkpoints; else batches bear no mark
 */
public record DeliveryContext(String job, String step, boolean durable) {}
