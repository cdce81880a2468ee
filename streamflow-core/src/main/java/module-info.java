/** StreamFlow: stream processing as a library. */
@SuppressWarnings("requires-transitive-automatic") // Micrometer has no module descriptor
module io.streamflow {
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires jdk.jfr;
  requires transitive micrometer.core; // JobOptions.metrics
  requires lmdbjava; // durable state
  requires org.jnrproject.ffi; // the pointers in LMDB's interface
  requires sketches.java; // percentiles

  exports io.streamflow;
  exports io.streamflow.aggregate;
  exports io.streamflow.function;
  exports io.streamflow.job;
  exports io.streamflow.local;
  exports io.streamflow.spi;
  exports io.streamflow.testing;
  exports io.streamflow.time;
  exports io.streamflow.window;
}
