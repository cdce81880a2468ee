package io.streamflow.examples;

import java.time.Instant;

/**
 * What a sensor has measured.
 *
 * @param sensor the sensor's name
 * @param time when
 * @param celsius the temperature
 */
record Reading(String sensor, Instant time, double celsius) {}
