package io.streamflow.spi;

/** Where one subtask's records wait to be delivered. The engine's; used by the subtask's thread. */
public interface Outbox {
  /** For a writer that nobody has given one. */
  Outbox NONE =
      new Outbox() {
        @Override
        public void add(byte[] record) {
          throw new IllegalStateException(
              "this sink has no outbox here: it is opened by a job, and found there only as"
                  + " it is, or behind Sink.compose");
        }

        @Override
        public void flush() {}
      };

  /** Takes a record; waits while too much is not delivered yet. */
  void add(byte[] record) throws Exception;

  /** In a job without checkpoints, returns when all is delivered; else does nothing. */
  void flush() throws Exception;
}
