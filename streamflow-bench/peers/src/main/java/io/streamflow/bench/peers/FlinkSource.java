package io.streamflow.bench.peers;

import io.streamflow.bench.workload.Event;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/** The current run's events for Flink, one split per reader, as its source interface has them. */
final class FlinkSource implements Source<Event, EventSplit, Integer> {
  private static final long serialVersionUID = 1L;
  private final int splits;

  FlinkSource(int splits) {
    this.splits = splits;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED; // it ends all the same; watermarks as in a stream
  }

  @Override
  public SplitEnumerator<EventSplit, Integer> createEnumerator(
      SplitEnumeratorContext<EventSplit> context) {
    return new Enumerator(context);
  }

  @Override
  public SplitEnumerator<EventSplit, Integer> restoreEnumerator(
      SplitEnumeratorContext<EventSplit> context, Integer checkpoint) {
    return new Enumerator(context);
  }

  @Override
  public SimpleVersionedSerializer<EventSplit> getSplitSerializer() {
    return new EventSplit.Serializer();
  }

  @Override
  public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
    return new SimpleVersionedSerializer<>() {
      @Override
      public int getVersion() {
        return 1;
      }

      @Override
      public byte[] serialize(Integer nothing) {
        return new byte[0];
      }

      @Override
      public Integer deserialize(int version, byte[] bytes) {
        return 0;
      }
    };
  }

  @Override
  public SourceReader<Event, EventSplit> createReader(SourceReaderContext context) {
    return new FlinkReader(splits);
  }

  /** Gives each reader the split of its number. */
  private static final class Enumerator implements SplitEnumerator<EventSplit, Integer> {
    private final SplitEnumeratorContext<EventSplit> context;

    Enumerator(SplitEnumeratorContext<EventSplit> context) {
      this.context = context;
    }

    @Override
    public void start() {}

    @Override
    public void addReader(int subtask) {
      context.assignSplit(new EventSplit(subtask, subtask), subtask);
      context.signalNoMoreSplits(subtask);
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<EventSplit> splits, int subtask) {
      splits.forEach(split -> context.assignSplit(split, subtask));
    }

    @Override
    public Integer snapshotState(long checkpoint) {
      return 0;
    }

    @Override
    public void close() {}
  }
}
