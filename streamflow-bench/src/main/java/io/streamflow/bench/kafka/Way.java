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

  /** Kafka Streams, which emits when a window closes, with its default store, RocksDB. */
  STREAMS {
    @Override
    Running start(Setup setup) {
      return new StreamsApplication(setup, StreamsApplication.Counting.EMIT_ON_CLOSE);
    }
  },

  /** The same with a store on the heap. */
  STREAMS_MEMORY {
    @Override
    Running start(Setup setup) {
      return new StreamsApplication(setup, StreamsApplication.Counting.ON_THE_HEAP);
    }
  },

  /** Kafka Streams with a cache before RocksDB, and results held back until a window closes. */
  STREAMS_SUPPRESS {
    @Override
    Running start(Setup setup) {
      return new StreamsApplication(setup, StreamsApplication.Counting.SUPPRESS);
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
    return this == STREAMFLOW || this == STREAMS || work == Work.COUNT;
  }
}
