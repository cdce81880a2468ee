package io.streamflow.examples;

import io.streamflow.window.WindowResult;
import java.time.Instant;

/**
 * The average temperature at a sensor within a window of time: one line of the result.
 *
 * @param sensor the sensor's name
 * @param windowStart the window's first moment
 * @param windowEnd the first moment after it
 * @param celsius the average, in hundredths of a degree
 * @param readings of how many readings
 */
record SensorAverage(
    String sensor, Instant windowStart, Instant windowEnd, double celsius, long readings) {

  /**
   * What is aggregated for each window.
   *
   * @param average the average
   * @param readings of how many readings
   */
  record Temperature(double average, long readings) {}

  static SensorAverage of(WindowResult<String, Temperature> result) {
    Temperature temperature = result.value();
    return new SensorAverage(
        result.key(),
        result.window().start(),
        result.window().end(),
        Math.round(temperature.average() * 100) / 100.0,
        temperature.readings());
  }
}
