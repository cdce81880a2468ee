/** Reads and writes Kafka topics. */
@NullMarked
package io.streamflow.connectors.kafka;

import org.jspecify.annotations.NullMarked;
