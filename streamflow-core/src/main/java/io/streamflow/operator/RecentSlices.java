package io.streamflow.operator;

import io.streamflow.state.KeyedState;
import io.streamflow.state.PanedState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the slice of an item: items that are out of order go to and fro between two. */
abstract class RecentSlices {
  final WindowGrid grid;
  final PanedState<Object, Object> panes;

  /** The end of the slice that was used last. */
  long end;

  private @Nullable KeyedState<Object, Object> pane;

  /** The one used before. */
  private @Nullable KeyedState<Object, Object> otherPane;

  private long otherEnd;

  RecentSlices(WindowGrid grid, PanedState<Object, Object> panes) {
    this.grid = grid;
    this.panes = panes;
  }

  /** A slice is about to be made. */
  abstract void begins(long slice);

  /** The slice of a timestamp, which becomes the one used last. */
  final KeyedState<Object, Object> pane(long timestamp) {
    KeyedState<Object, Object> last = pane;
    if (last != null && timestamp < end && timestamp >= end - grid.slice()) {
      return last;
    }
    KeyedState<Object, Object> other = otherPane;
    long lastEnd = end;
    if (other != null && timestamp < otherEnd && timestamp >= otherEnd - grid.slice()) {
      end = otherEnd;
    } else {
      end = grid.sliceEnd(timestamp);
      if (panes.existing(end) == null) {
        begins(end);
      }
      other = panes.pane(end);
    }
    otherPane = last;
    otherEnd = lastEnd;
    pane = other;
    return other;
  }

  /** The slice used last. */
  final KeyedState<Object, Object> recent() {
    return Objects.requireNonNull(pane);
  }

  /** Drops a slice. */
  final void drop(long slice) {
    panes.drop(slice);
    if (slice == end) {
      pane = null;
    }
    if (slice == otherEnd) {
      otherPane = null;
    }
  }
}
