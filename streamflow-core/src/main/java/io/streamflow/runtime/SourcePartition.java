package io.streamflow.runtime;

import io.streamflow.operator.TaskContext;
import io.streamflow.operator.Timestamps;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceReader;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source partition as its task reads it: the reader, and how far its event time has come. */
final class SourcePartition {
  final int index;
  final String name;
  final SourceAlignment.Member alignment;
  final TaskContext.PartitionTime time;
  private final Source<?> source;
  private @Nullable SourceReader<Object> reader;

  /** The greatest timestamp it has shown. */
  long greatest = Timestamps.NONE;

  /** When it last delivered, or was held back on purpose, on the job's clock. */
  long lastHeardMillis;

  boolean ended;

  SourcePartition(
      int index,
      String name,
      Source<?> source,
      SourceAlignment.Member alignment,
      TaskContext.PartitionTime time) {
    this.index = index;
    this.name = name;
    this.source = source;
    this.alignment = alignment;
    this.time = time;
  }

  @SuppressWarnings("unchecked") // the plan keeps items as objects; types were checked by the DSL
  void open() throws Exception {
    reader = (SourceReader<Object>) source.open(name, Optional.empty());
  }

  SourceReader<Object> reader() {
    return Objects.requireNonNull(reader, "not open");
  }

  void close() throws Exception {
    SourceReader<Object> open = reader;
    if (open != null) {
      reader = null; // closed once, even if that fails
      open.close();
    }
  }
}
