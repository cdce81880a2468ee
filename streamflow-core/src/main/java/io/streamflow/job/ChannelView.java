package io.streamflow.job;

/**
 * The queues of one edge between two stages.
 *
 * @param from the number of the step whose items cross
 * @param to the number of the step that takes them
 * @param channels how many queues there are: one from each subtask to each
 * @param queued how many batches, watermarks and barriers wait in all of them
 * @param fullest how many wait in the fullest
 * @param capacity how many one can hold
 */
public record ChannelView(int from, int to, int channels, int queued, int fullest, int capacity) {}
