/** StreamFlow's Kafka connector beside Kafka Streams, doing the same against the same broker. */
@NullMarked
package io.streamflow.bench.kafka;

import org.jspecify.annotations.NullMarked;
