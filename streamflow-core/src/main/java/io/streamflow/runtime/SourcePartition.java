package io.streamflow.runtime;

import io.streamflow.job.PartitionView.Standing;
import io.streamflow.operator.TaskContext;
import io.streamflow.operator.Timestamps;
import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceReader;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A source partition as its task reads it: the reader, and how far its event time has come. */
final class SourcePartition {
  private static final long WARN_AFTER_MILLIS = 10_000;

  final int index;
  final String name;
  private final String job;
  private final String step;
  final SourceAlignment.Member alignment;
  final TaskContext.PartitionTime time;
  private final Source<?> source;
  private @Nullable SourceReader<Object> reader;
  private @Nullable Offset lastOffset;

  /** The greatest timestamp it has shown. */
  long greatest = Timestamps.NONE;

  /** When it last delivered, or was held back on purpose, on the job's clock. */
  long lastHeardMillis;

  boolean ended;

  /** It is not read any more, since the job stops, but it has not ended: its time stands still. */
  boolean stopped;

  /** Since when it has been held back, on the job's clock; 0 when it is not. */
  private long heldBackSinceMillis;

  private boolean warned;

  SourcePartition(
      int index,
      String name,
      String job,
      String step,
      Source<?> source,
      SourceAlignment.Member alignment,
      TaskContext.PartitionTime time) {
    this.index = index;
    this.name = name;
    this.job = job;
    this.step = step;
    this.source = source;
    this.alignment = alignment;
    this.time = time;
  }

  /** It is not read now, since it is too far ahead: silent because nobody listens. */
  void heldBack(long nowMillis) {
    lastHeardMillis = nowMillis;
    if (heldBackSinceMillis == 0) {
      heldBackSinceMillis = nowMillis;
    } else if (!warned && nowMillis - heldBackSinceMillis > WARN_AFTER_MILLIS) {
      warned = true;
      Logs.TIME.warn(
          "job '{}', step '{}': partition '{}' has not been read for {} s: its greatest timestamp, {}, is further ahead of"
              + " the slowest partition than JobOptions.maxEventTimeSkew; is a timestamp wrong?",
          job,
          step,
          name,
          (nowMillis - heldBackSinceMillis) / 1000,
          Instant.ofEpochMilli(greatest));
    }
  }

  /** It is read. */
  void letGo() {
    heldBackSinceMillis = 0;
    warned = false;
  }

  @SuppressWarnings("unchecked") // the plan keeps items as objects; types were checked by the DSL
  void open(Optional<Offset> from) throws Exception {
    reader = (SourceReader<Object>) source.open(name, from);
  }

  @SuppressWarnings("unchecked") // as in open
  void openNew() throws Exception {
    reader = (SourceReader<Object>) source.openNew(name);
  }

  /** Tells its reader of a checkpoint, unless it is closed. */
  void checkpointed(Offset offset) {
    SourceReader<Object> open = reader;
    if (open != null) {
      open.checkpointed(offset);
    }
  }

  /** Where it stands, also when it is closed: after the last item handed out. */
  Offset offset() {
    SourceReader<Object> open = reader;
    return open == null ? Objects.requireNonNull(lastOffset, "never opened") : open.offset();
  }

  SourceReader<Object> reader() {
    return Objects.requireNonNull(reader, "not open");
  }

  /**
   * How it stands.
   *
   * @param disorderMillis by how much its watermark is behind its greatest timestamp, or {@link
   *     Timestamps#NONE} where it has none
   */
  PartitionState state(WatermarkMerge merge, long disorderMillis) {
    boolean hasWatermark = disorderMillis != Timestamps.NONE && greatest != Timestamps.NONE;
    return new PartitionState(
        name,
        standing(merge),
        hasWatermark ? greatest - disorderMillis : Timestamps.NONE,
        greatest,
        lastHeardMillis,
        lag());
  }

  private Standing standing(WatermarkMerge merge) {
    if (ended || stopped) {
      return Standing.ENDED;
    }
    if (heldBackSinceMillis != 0) {
      return Standing.AHEAD;
    }
    return merge.isActive(index) ? Standing.ACTIVE : Standing.IDLE;
  }

  /** Whether it is slow and not silent. */
  boolean isCatchingUp() {
    SourceReader<Object> open = reader;
    return open != null && open.isCatchingUp();
  }

  private OptionalLong lag() {
    SourceReader<Object> open = reader;
    return open == null ? OptionalLong.empty() : open.lag();
  }

  void close() throws Exception {
    SourceReader<Object> open = reader;
    if (open != null) {
      lastOffset = open.offset();
      reader = null; // closed once, even if that fails
      open.close();
    }
  }
}
