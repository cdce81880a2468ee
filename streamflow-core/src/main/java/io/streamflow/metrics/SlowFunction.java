package io.streamflow.metrics;

import java.util.concurrent.TimeUnit;
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
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  @Label("Job")
  String job = "";

  @Label("Step")
  String step = "";

  @Label("Time")
  @Timespan(Timespan.NANOSECONDS)
  long nanos;

  /** Records the call if it was slow. */
  public static void commitIfSlow(String job, String step, long nanos) {
    if (nanos >= SLOW_NANOS) {
      SlowFunction event = new SlowFunction();
      if (event.isEnabled()) {
        event.job = job;
        event.step = step;
        event.nanos = nanos;
        event.commit();
      }
    }
  }
}
