package io.streamflow.checkpoint;

/**
 * Output of a sink that is durable and becomes visible when it is committed, which happens after
 * its checkpoint is complete, and once more after a crash.
 *
 * @param sink the sink step's name
 * @param bytes what the sink's writer needs to commit it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PreparedOutput(String sink, byte[] bytes) {}
