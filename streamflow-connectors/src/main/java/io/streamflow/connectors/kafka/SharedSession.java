package io.streamflow.connectors.kafka;

import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The session of a source in this process, made for the first who needs it and closed after the
 * last. Any thread. A copy made by Java serialization begins without one.
 */
final class SharedSession implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private transient @Nullable KafkaSession session;
  private transient int users;

  /** The session; each call needs a {@link #release}. */
  synchronized KafkaSession acquire(KafkaSettings settings) throws IOException {
    KafkaSession shared = session;
    if (shared == null) {
      shared = new KafkaSession(settings);
      session = shared;
    }
    users++;
    return shared;
  }

  /** Gives it back. */
  synchronized void release() {
    KafkaSession shared = session;
    if (--users == 0 && shared != null) {
      session = null;
      shared.close();
    }
  }
}
