package io.streamflow;

import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets an item pass when none with its key has passed within the horizon, on either side of it in
 * event time. A key is forgotten when the watermark, or the clock where items have no timestamps,
 * says that no duplicate can be within the horizon any more.
 */
final class Deduplication<K, T> implements ProcessFunction<K, T, Long, Boolean, T> {
  private static final long serialVersionUID = 1L;

  /** No item has passed. */
  private static final Long NEVER = Long.MIN_VALUE;

  private final Duration horizon;

  Deduplication(Duration horizon) {
    this.horizon = horizon;
  }

  @Override
  public Long initial(K key) {
    return NEVER;
  }

  @Override
  public Long onItem(T item, Long passed, ProcessContext<K, Long, Boolean, T> context) {
    Instant now = context.timestamp().orElseGet(context::processingTime);
    if (!passed.equals(NEVER)
        && Duration.between(Instant.ofEpochMilli(passed), now).abs().compareTo(horizon) < 0) {
      return passed;
    }
    context.emit(item);
    long latest = Math.max(passed, now.toEpochMilli());
    Instant forgetAt = Instant.ofEpochMilli(latest).plus(horizon);
    if (context.timestamp().isPresent()) {
      context.onEventTime(forgetAt, true);
    } else {
      context.onProcessingTime(forgetAt, true);
    }
    return latest;
  }

  @Override
  public Long onTimer(Boolean forget, Long passed, ProcessContext<K, Long, Boolean, T> context)
      throws Exception {
    return context.clear();
  }
}
