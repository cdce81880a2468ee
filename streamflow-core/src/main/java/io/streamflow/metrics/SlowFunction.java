package io.streamflow.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** In the flight recorder: a step took long for one item. */
@Name("io.streamflow.SlowFunction")
@Label("Slow Function")
@Category("StreamFlow")
@Description("A step took more than 20 ms for one item; the steps after it are left out")
@StackTrace(false)
public final class SlowFunction extends Event {
  /**
   * From how many nanoseconds on a call is slow: 20 ms. A constant of the caller's class, which so
   * does not load this one: with it the flight recorder starts, for which a job's first item would
   * wait 100 ms.
   */
  public static final long SLOW_NANOS = 20_000_000;

  @Label("Job")
  String job = "";

  @Label("Step")
  String step = "";

  @Label("Time")
  @Timespan(Timespan.NANOSECONDS)
  long nanos;

  /** Records a call that was slow. */
  public static void commit(String job, String step, long nanos) {
    SlowFunction event = new SlowFunction();
    if (event.isEnabled()) {
      event.job = job;
      event.step = step;
      event.nanos = nanos;
      event.commit();
    }
  }
}
