package io.streamflow.store;

import io.streamflow.state.EpochWrites.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of an overlay, one key after the other, upwards or downwards. Of several runs that have
 * a key the newest counts. Not for two threads at once.
 */
final class Heads {
  private final Overlay overlay;
  private final List<Run> runs;
  private final int[] positions;
  private final int step;
  private int best;
  private byte @Nullable [] key;

  private Heads(Overlay overlay, int step) {
    this.overlay = overlay;
    this.runs = overlay.runs();
    this.positions = new int[runs.size()];
    this.step = step;
  }

  /** Upwards from a key, which comes first if it is there. */
  static Heads from(Overlay overlay, byte[] from) {
    return new Heads(overlay, 1).begin(from, 0);
  }

  /** Downwards from the greatest key below this one. */
  static Heads below(Overlay overlay, byte[] to) {
    return new Heads(overlay, -1).begin(to, -1);
  }

  private Heads begin(byte[] bound, int shift) {
    for (int i = 0; i < positions.length; i++) {
      positions[i] = runs.get(i).ceiling(bound) + shift;
    }
    choose();
    return this;
  }

  /** The key that it is at, or null at the end. */
  byte @Nullable [] key() {
    return key;
  }

  /** The value of the key that it is at, or null when it is deleted. */
  byte @Nullable [] value() {
    Write pair = runs.get(best).pair(positions[best]);
    boolean hidden = overlay.covering(pair.key(), best + 1) != null;
    return hidden ? null : pair.value();
  }

  /** Goes on to the next key. */
  void advance() {
    Run run = runs.get(best);
    int position = positions[best];
    for (int i = 0; i < positions.length; i++) {
      if (i == best || (isInside(i) && runs.get(i).compare(positions[i], run, position) == 0)) {
        positions[i] += step;
      }
    }
    choose();
  }

  private boolean isInside(int run) {
    return positions[run] >= 0 && positions[run] < runs.get(run).size();
  }

  private void choose() {
    best = -1;
    for (int i = 0; i < positions.length; i++) {
      if (isInside(i)
          && (best < 0
              || runs.get(i).compare(positions[i], runs.get(best), positions[best]) * step <= 0)) {
        best = i;
      }
    }
    key = best < 0 ? null : runs.get(best).key(positions[best]);
  }
}
