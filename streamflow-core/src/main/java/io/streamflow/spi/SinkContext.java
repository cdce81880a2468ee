package io.streamflow.spi;

/**
 * Which writer a sink is asked to open.
 *
 * @param job the job's name
 * @param step the sink's step name
 * @param subtask this writer's number, from 0
 * @param parallelism how many writers the step has
 */
public record SinkContext(String job, String step, int subtask, int parallelism) {}
