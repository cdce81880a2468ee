package io.streamflow.testing;

import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps what was written, and apart from it what was committed, in memory. Usable from any thread.
 *
 * @param <T> the items
 */
public final class CollectingSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final transient List<T> written = new ArrayList<>();
  private final transient List<T> committed = new ArrayList<>();
  private final transient Map<Integer, List<T>> prepared = new TreeMap<>();
  private transient int preparations;
  private transient int openWriters;

  /** An empty one. */
  public CollectingSink() {}

  /** Everything that was written, committed or not, in order of writing. */
  public synchronized List<T> written() {
    return List.copyOf(written);
  }

  /** What was committed: the sink's visible output. */
  public synchronized List<T> committed() {
    return List.copyOf(committed);
  }

  /** How many writers are open; 0 when the job is over and has closed everything. */
  public synchronized int openWriters() {
    return openWriters;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.COMMITTING;
  }

  @Override
  public String description() {
    return "collecting sink";
  }

  @Override
  public synchronized SinkWriter<T> open(SinkContext context) {
    openWriters++;
    return new Writer();
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a collecting sink lives in one JVM");
  }

  private final class Writer implements CommittingSinkWriter<T> {
    private final List<T> pending = new ArrayList<>();
    private boolean closed;

    @Override
    public void write(T item) {
      synchronized (CollectingSink.this) {
        written.add(item);
        pending.add(item);
      }
    }

    @Override
    public void flush() {}

    @Override
    public byte[] prepare(long epoch) {
      synchronized (CollectingSink.this) {
        int id = preparations++;
        prepared.put(id, List.copyOf(pending));
        pending.clear();
        return ByteBuffer.allocate(Integer.BYTES).putInt(id).array();
      }
    }

    @Override
    public void commit(long epoch, byte[] bytes) {
      synchronized (CollectingSink.this) {
        List<T> items = prepared.remove(ByteBuffer.wrap(bytes).getInt());
        if (items != null) { // else it was committed before
          committed.addAll(items);
        }
      }
    }

    @Override
    public void close() {
      synchronized (CollectingSink.this) {
        if (!closed) {
          closed = true;
          openWriters--;
        }
      }
    }
  }
}
