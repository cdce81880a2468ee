package io.streamflow.testing;

import io.streamflow.spi.OutboxBatch;
import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.OutboxRecord;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** An epoch's output, in memory. */
record TrialBatch(Optional<OutboxMark> mark, List<OutboxRecord> records) implements OutboxBatch {
  @Override
  public long count() {
    return records.size();
  }

  @Override
  public long bytes() {
    return records.stream().mapToLong(record -> record.bytes().length).sum();
  }

  @Override
  public Iterator<OutboxRecord> iterator() {
    return records.iterator();
  }

  @Override
  public String toString() {
    return count() + " records" + mark.map(m -> ", mark " + m).orElse("");
  }
}
