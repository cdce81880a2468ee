package io.streamflow.runtime;

import io.streamflow.checkpoint.PreparedOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What sinks had prepared in the checkpoint that a job goes on from. Committing it again changes
 * nothing where it was committed before. Any writer of a sink can do so; the first to ask gets all.
 * Any thread.
 */
final class RestoredOutputs {
  private final long epoch;
  private final Map<String, List<byte[]>> bySink = new HashMap<>();

  RestoredOutputs(long epoch, List<PreparedOutput> outputs) {
    this.epoch = epoch;
    for (PreparedOutput output : outputs) {
      bySink.computeIfAbsent(output.sink(), _ -> new ArrayList<>()).add(output.bytes());
    }
  }

  /** The epoch in which it was prepared. */
  long epoch() {
    return epoch;
  }

  /** What is to be committed for a sink, once. */
  synchronized List<byte[]> claim(String sink) {
    List<byte[]> claimed = bySink.remove(sink);
    return claimed == null ? List.of() : claimed;
  }
}
