package io.streamflow.bench.spike;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a job may have on the heap, by the line that it logs at its start.
 *
 * @param stateMib keyed state
 * @param logMib the log of its changes
 * @param items how many items fit into its channels
 */
record Budget(int stateMib, int logMib, long items) {
  /** What this program reckons for an item in a channel: it, its timestamp, its places. */
  private static final int ITEM_BYTES = 100;

  /** The log may come to twice its share before checkpoints wait. */
  private static final int LOG_TIMES = 2;

  /** Classes' own objects, LMDB's binding, the oracle, and what a collection leaves of garbage. */
  static final int BASE_MIB = 32;

  private static final double MEBIBYTE = 1 << 20;
  private static final Pattern LINE =
      Pattern.compile(
          "job '"
              + SpikeJob.NAME
              + "' starts.*, state (\\d+) MiB, log (\\d+) MiB, \\d+ channels? of .*: (\\d+) items.*");

  /** Looks for the line. */
  static Budget of(List<String> lines) {
    for (String line : lines) {
      Matcher found = LINE.matcher(line);
      if (found.find()) {
        return new Budget(
            Integer.parseInt(found.group(1)),
            Integer.parseInt(found.group(2)),
            Long.parseLong(found.group(3)));
      }
    }
    throw new IllegalStateException("the job has not told of its memory: " + lines);
  }

  /** All of it, with the base. */
  double mebibytes() {
    return stateMib + LOG_TIMES * logMib + items * ITEM_BYTES / MEBIBYTE + BASE_MIB;
  }
}
