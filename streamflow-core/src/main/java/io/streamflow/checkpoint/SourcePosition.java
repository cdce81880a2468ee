package io.streamflow.checkpoint;

import io.streamflow.spi.Offset;

/**
 * How far a source partition had been read at a barrier.
 *
 * @param source the source step's name
 * @param partition the partition's name
 * @param offset the position after the last item that belongs to the epoch
 * @param greatestTimestamp the greatest timestamp the partition had shown, so that what was late
 *     stays late; {@link Long#MIN_VALUE} before the first
 */
public record SourcePosition(
    String source, String partition, Offset offset, long greatestTimestamp) {}
