package io.streamflow.operator;

import io.streamflow.metrics.StepGauges;
import io.streamflow.state.KeyedState;
import io.streamflow.state.PanedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The open sessions of one subtask, and when to look at which keys. */
final class Sessions {
  static final long NEVER = PanedState.NEVER;

  final KeyedState<Object, KeySessions> byKey;
  final EarlyKeys earlyKeys;
  final LateItems lateItems;
  long watermark;

  private final PanedState<Object, Object> deadlines;
  private long nextDeadline;

  Sessions(
      KeyedState<Object, KeySessions> byKey,
      PanedState<Object, Object> deadlines,
      EarlyKeys earlyKeys,
      LateItems lateItems,
      long watermark) {
    this.byKey = byKey;
    this.deadlines = deadlines;
    this.earlyKeys = earlyKeys;
    this.lateItems = lateItems;
    this.watermark = watermark;
    this.nextDeadline = deadlines.first();
  }

  /** Looks at a key when the watermark reaches {@code time}. */
  void callAt(long time, Object key) {
    deadlines.put(time, key, true);
    nextDeadline = Math.min(nextDeadline, time);
  }

  /** Lets it be seen when the next session may end; growth may put that off. */
  void publishTo(TaskContext context, String step) {
    StepGauges gauges = context.gauges(step);
    context.publishGauge(() -> publish(gauges));
  }

  private void publish(StepGauges gauges) {
    if (nextDeadline == NEVER) {
      gauges.noWindow();
    } else {
      gauges.session(nextDeadline);
    }
  }

  long nextDeadline() {
    return nextDeadline;
  }

  /** The keys to look at at this time; they are taken off the list. */
  List<Object> takeDeadline(long deadline) {
    List<Object> keys = new ArrayList<>();
    var entries = Objects.requireNonNull(deadlines.existing(deadline)).entries();
    while (entries.next()) {
      keys.add(entries.key());
    }
    deadlines.drop(deadline);
    nextDeadline = deadlines.first();
    return keys;
  }
}
