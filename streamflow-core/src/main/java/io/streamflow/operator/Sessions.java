package io.streamflow.operator;

import io.streamflow.metrics.StepGauges;
import io.streamflow.state.Deadlines;
import io.streamflow.state.KeyList;
import io.streamflow.state.KeyedState;
import io.streamflow.state.PanedState;

/** The open sessions of one subtask, and when to look at which keys. */
final class Sessions {
  static final long NEVER = PanedState.NEVER;

  final KeyedState<Object, KeySessions> byKey;
  final EarlyKeys earlyKeys;
  final LateItems lateItems;
  long watermark;

  private final Deadlines<Object> deadlines;

  Sessions(
      KeyedState<Object, KeySessions> byKey,
      Deadlines<Object> deadlines,
      EarlyKeys earlyKeys,
      LateItems lateItems,
      long watermark) {
    this.byKey = byKey;
    this.deadlines = deadlines;
    this.earlyKeys = earlyKeys;
    this.lateItems = lateItems;
    this.watermark = watermark;
  }

  /** Looks at a key when the watermark reaches {@code time}, or before. */
  void callAt(long time, Object key, KeySessions ofKey) {
    if (ofKey.waitsFor(time)) {
      callAt(time, key);
    }
  }

  /** The same for a key of which it is known that it waits for nothing before that. */
  void callAt(long time, Object key) {
    deadlines.add(time, key);
  }

  /** Lets it be seen when the next session may end; growth may put that off. */
  void publishTo(TaskContext context, String step) {
    StepGauges gauges = context.gauges(step);
    context.publishGauge(() -> publish(gauges));
  }

  private void publish(StepGauges gauges) {
    long next = nextDeadline();
    if (next == NEVER) {
      gauges.noWindow();
    } else {
      gauges.session(next);
    }
  }

  long nextDeadline() {
    return deadlines.first();
  }

  /** The keys to look at at the next deadline; they are taken off the list. */
  KeyList<Object> takeDeadline() {
    return deadlines.takeFirst();
  }
}
