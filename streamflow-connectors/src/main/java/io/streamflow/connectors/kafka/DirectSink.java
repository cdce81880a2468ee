package io.streamflow.connectors.kafka;

import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;

/** A sink that does without transactions. */
record DirectSink<T>(KafkaSink<T> sink) implements Sink<T> {
  @Override
  public Guarantee guarantee() {
    return Guarantee.AT_LEAST_ONCE;
  }

  @Override
  public SinkWriter<T> open(SinkContext context) throws Exception {
    return sink.openDirect(context);
  }

  @Override
  public String description() {
    return sink.description();
  }
}
