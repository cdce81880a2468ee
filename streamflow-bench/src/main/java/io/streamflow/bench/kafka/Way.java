package io.streamflow.bench.kafka;

/** A way to do the work. */
enum Way {
  /** This library. */
  STREAMFLOW {
    @Override
    Running start(Setup setup) {
      return new StreamFlowJob(setup);
    }
  },

  /** Kafka Streams with its default store, which is RocksDB. */
  STREAMS {
    @Override
    Running start(Setup setup) {
      return new StreamsApplication(setup, false);
    }
  },

  /** Kafka Streams with a store on the heap. */
  STREAMS_MEMORY {
    @Override
    Running start(Setup setup) {
      return new StreamsApplication(setup, true);
    }
  };

  /** What has been started. */
  interface Running extends AutoCloseable {
    /** Throws if it has failed. */
    void check();

    /** Ends it, and waits. */
    @Override
    void close();
  }

  abstract Running start(Setup setup);

  /** Whether it is another way for this work. */
  boolean differsFor(Work work) {
    return this != STREAMS_MEMORY || work == Work.COUNT;
  }
}
